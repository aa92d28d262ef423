import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A service in a separate process. */
export interface RunningServer {
  readonly process: ChildProcess;
  readonly port: number;
}

/** Starts examples/server.ts on a free port of this machine. */
export async function startServer(model: string): Promise<RunningServer> {
  const example = path.join(__dirname, '..', '..', 'examples', 'server.ts');
  const server = spawn(process.execPath, ['--import', 'tsx', example, model, '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit').then(() => {
    throw new Error('The service has exited');
  });
  const [greeting] = (await Promise.race([once(server.stdout, 'data'), ended])) as [Buffer];
  ended.catch(() => {});
  return { process: server, port: Number(/:(\d+)\s*$/.exec(`${greeting}`)![1]) };
}
