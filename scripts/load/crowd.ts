import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { createRandom, type Random } from 'mnist-lab';
import { allAttacks } from './attacks.js';

/** Who comes to a service, and for how long. */
export interface CrowdOptions {
  readonly port: number;
  /** Process of the service, whose memory is read. */
  readonly pid: number;
  readonly connections: number;
  /** Part of the connections that attack, 0 to 1. */
  readonly hostilePart: number;
  /** Requests a second of the honest ones together. */
  readonly honestRate: number;
  readonly seconds: number;
  /** What happens in so many seconds before is not measured: all connections are opened then. */
  readonly warmUpSeconds: number;
  readonly body: Buffer;
  readonly type: string;
}

/** What the honest ones saw, and what became of the attacks. */
export interface CrowdResult {
  /** Milliseconds from when each honest request was due to the end of its answer, ascending. */
  readonly delays: readonly number[];
  /** Honest requests that were not answered with 200, by what came instead. */
  readonly failures: Readonly<Record<string, number>>;
  /** How attacks ended, by kind and ending. */
  readonly attacks: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Most memory the service has had, in bytes. */
  readonly memory: number;
}

/** Sends a crowd to a service on this machine: some classify images, some attack; all stop after their time. */
export async function sendCrowd(options: CrowdOptions): Promise<CrowdResult> {
  const { connections, hostilePart, pid } = options;
  const seconds = options.warmUpSeconds + options.seconds;
  const random = createRandom(1);
  const begin = performance.now() + options.warmUpSeconds * 1000;
  const end = begin + options.seconds * 1000;
  const stop = AbortSignal.timeout(seconds * 1000 + 5_000);
  const hostileCount = Math.round(connections * hostilePart);
  setMaxListeners(0, stop);
  const all = await allAttacks();
  const endings = Object.fromEntries(all.map(({ name }) => [name, {} as Record<string, number>]));
  const result = { delays: [] as number[], failures: {}, attacks: endings };
  const honest = Array.from({ length: connections - hostileCount }, () =>
    beHonest(options, { begin, end, random }, result),
  );
  const hostile = Array.from({ length: hostileCount }, async (_, index) => {
    const attack = all[index % all.length]!;
    await setTimeout(random.next() * 1000);
    while (performance.now() < end) {
      const ending = await attack.run(options.port, stop);
      count(endings[attack.name]!, ending);
      await setTimeout(500 + random.next() * 1000);
    }
  });
  await Promise.all([...honest, ...hostile]);
  result.delays.sort((first, second) => first - second);
  return { ...result, memory: mostMemory(pid) };
}

/** A connection that is kept, on which someone sends an image at random moments. */
async function beHonest(
  { port, connections, hostilePart, honestRate, type, body }: CrowdOptions,
  { begin, end, random }: { begin: number; end: number; random: Random },
  { delays, failures }: { delays: number[]; failures: Record<string, number> },
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const mean = (1000 * connections * (1 - hostilePart)) / honestRate;
  const ask = (method: string, path: string, content?: Buffer): Promise<string> =>
    new Promise((resolve) => {
      const headers = content ? { 'content-type': type, 'content-length': content.length } : {};
      const sent = request({ host: '127.0.0.1', port, agent, method, path, headers }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(String(answer.statusCode)));
      });
      sent.on('error', ({ code, message }: NodeJS.ErrnoException) => {
        // The service may close a kept connection just when it is used again: every client tries once more.
        if (sent.reusedSocket && code === 'ECONNRESET') resolve(ask(method, path, content));
        else resolve(code ?? message);
      });
      sent.end(content);
    });
  await setTimeout(random.next() * 3_000);
  await ask('GET', '/');
  for (;;) {
    const wait = -Math.log(1 - random.next()) * mean;
    const due = performance.now() + wait;
    if (due > end) break;
    await setTimeout(wait);
    const status = await ask('POST', '/predict', body);
    if (status !== '200') count(failures, status);
    else if (due > begin) delays.push(performance.now() - due);
  }
  agent.destroy();
}

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

/** The most that a process has had in memory, as Linux counts it; NaN elsewhere. */
function mostMemory(pid: number): number {
  try {
    return 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return Number.NaN;
  }
}
