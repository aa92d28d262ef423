import { createDigitModel, saveModel } from 'mnist-lab';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { sendCrowd } from '../../scripts/load/crowd.js';
import { startServer } from '../../scripts/load/start-server.js';
import { compileLibrary } from '../compile-library.js';
import { strokePicture } from '../images/stroke.js';
import { temporaryFolder } from '../temporary-folder.js';
import { tries } from './report/fault-kinds.js';

beforeAll(compileLibrary);

test('the web service answers every request of 1,800 legitimate connections while 200 malicious connections attack it', {
  timeout: 300_000,
  ...tries('server', 2000),
}, async () => {
  const folder = temporaryFolder();
  await saveModel(createDigitModel(), folder);
  const { process: server, port } = await startServer(folder);
  onTestFinished(() => {
    server.kill();
  });
  const body = await strokePicture(28).png().toBuffer();
  const { delays, failures, attacks, memory } = await sendCrowd({
    ...{ port, pid: server.pid!, body, type: 'image/png' },
    ...{ connections: 2000, hostilePart: 0.1, honestRate: 100, warmUpSeconds: 10, seconds: 30 },
  });
  const p99 = delays[Math.floor(0.99 * (delays.length - 1))]!;
  // Response times depend on the load of the machine: scripts/load-server.ts measures them on an idle one.
  console.log(`p99 of the honest ${Math.round(p99)} ms, most memory ${Math.round(memory / 1e6)} MB`);
  expect(failures).toEqual({});
  expect(delays.length).toBeGreaterThan(1000);
  if (process.platform === 'linux') expect(memory).toBeLessThan(1e9);
  for (const endings of Object.values(attacks)) expect(Object.keys(endings).length).toBeGreaterThan(0);
  expect(attacks['a byte of the body now and then']).toHaveProperty('408');
  expect(server.exitCode).toBeNull();
});
