import { beforeAll, expect, test } from 'vitest';
import { pageScript } from '../../lib/src/export/page-script.js';
import { compileLibrary } from '../compile-library.js';

beforeAll(compileLibrary);

test('the script of the demo page imports nothing, and contains nothing that ends its script element', () => {
  const script = pageScript();
  expect(script).toContain('requestAnimationFrame');
  expect(script).not.toMatch(/^\s*(import|export)\b|\brequire\(/m);
  expect(script).not.toMatch(/<\/script/i);
});
