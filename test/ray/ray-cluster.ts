import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

const home = path.resolve(__dirname, '..', '..');

/** A cluster of a head and some worker nodes on this machine. */
export interface RayCluster {
  readonly address: string;
  /** Ends a worker node with `kill -9`. */
  kill(worker: number): Promise<void>;
}

/** Starts a cluster that is stopped after the test. @param workers The environment of each worker node. */
export async function startCluster(workers: readonly NodeJS.ProcessEnv[] = [{}, {}]): Promise<RayCluster> {
  const words = workers.map((environment) => JSON.stringify(environment));
  const child = spawn(
    path.join(home, '.venv-sweeps', 'bin', 'python'),
    [path.join(__dirname, 'cluster.py'), ...words],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, RAY_USAGE_STATS_ENABLED: '0', PYTHONDONTWRITEBYTECODE: '1' },
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The cluster ended.');
    return value as string;
  };
  onTestFinished(async () => {
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.stdin.end();
    await ended;
  });
  return {
    address: await next(),
    async kill(worker) {
      child.stdin.write(`kill ${worker}\n`);
      await next();
    },
  };
}
