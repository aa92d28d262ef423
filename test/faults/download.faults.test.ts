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

test('the table of misbehaving servers has more than forty rows with distinct names', () => {
  expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(40);
});

const mirrors = (urls: readonly string[]) => urls.map((url) => ({ kind: 'mirror', url }) as const);

describe('a download from a server that', tries('servers'), () => {
  test.concurrent.each(all)(
    '%s ends within its time limits, with the correct bytes or an error that states the reason',
    async (_, answer, outcome) => {
      await withServers([answer], (urls) => expectOutcome(mirrors(urls), outcome));
    },
  );
});

describe('a download with two sources gives the correct bytes if the first server', tries('servers'), () => {
  test.concurrent.each(all)('%s', async (_, answer) => {
    await withServers([answer, right], (urls) => expectOutcome(mirrors(urls), 'the right bytes'));
  });
});
