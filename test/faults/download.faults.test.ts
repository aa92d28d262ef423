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

test('the table has more than forty misbehaviours, each once', () => {
  expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(40);
});

const mirrors = (urls: readonly string[]) => urls.map((url) => ({ kind: 'mirror', url }) as const);

describe('a download from a server that', tries('servers'), () => {
  test.concurrent.each(all)(
    '%s ends soon, with a reason or the correct bytes',
    async (_, answer, outcome) => {
      await withServers([answer], (urls) => expectOutcome(mirrors(urls), outcome));
    },
  );
});

describe('the next source is used after one that', tries('servers'), () => {
  test.concurrent.each(all)('%s', async (_, answer) => {
    await withServers([answer, right], (urls) => expectOutcome(mirrors(urls), 'the right bytes'));
  });
});
