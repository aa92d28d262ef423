import { beforeAll, expect, test } from 'vitest';
import { pageScript } from '../../lib/src/export/page-script.js';
import { compileLibrary } from '../compile-library.js';

beforeAll(compileLibrary);

test('the script of the page needs no other file, and nothing but a browser', () => {
  const script = pageScript();
  expect(script).toContain('requestAnimationFrame');
  expect(script).not.toMatch(/^\s*(import|export)\b|\brequire\(/m);
  // Nothing in it ends the element that it stands in.
  expect(script).not.toMatch(/<\/script/i);
});
