import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { expectOutcome } from './acquire-from-peer.js';
import { right } from './answers.js';
import { contents } from './misbehaviours/contents.js';
import { forms } from './misbehaviours/forms.js';
import { lengths } from './misbehaviours/lengths.js';
import { silences } from './misbehaviours/silences.js';
import { statuses } from './misbehaviours/statuses.js';
import { withServers } from './raw-server.js';
import { tries } from './report/fault-kinds.js';

beforeEach(() => {
  for (const name of ['http_proxy', 'HTTP_PROXY']) vi.stubEnv(name, '');
});
afterEach(() => vi.unstubAllEnvs());

const all = [...silences, ...forms, ...lengths, ...contents, ...statuses];

test('there are more than forty misbehaviours, none twice', () => {
  expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(40);
});

const mirrors = (urls: readonly string[]) => urls.map((url) => ({ kind: 'mirror', url }) as const);

describe('acquiring from a server that', tries('servers'), () => {
  test.concurrent.each(all)('%s ends soon, with a reason or the right bytes', async (_, answer, outcome) => {
    await withServers([answer], (urls) => expectOutcome(mirrors(urls), outcome));
  });
});

describe('the next source is asked after one that', tries('servers'), () => {
  test.concurrent.each(all)('%s', async (_, answer) => {
    await withServers([answer, right], (urls) => expectOutcome(mirrors(urls), 'the right bytes'));
  });
});
