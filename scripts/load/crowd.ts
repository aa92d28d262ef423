import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { createRandom, type Random } from 'mnist-lab';
import { allAttacks } from './attacks.js';

/** The number and behaviour of clients, and the duration of the test. */
export interface CrowdOptions {
  readonly port: number;
  /** Id of the service's process, whose memory is measured. */
  readonly pid: number;
  readonly connections: number;
  /** Fraction of the connections that attack, 0 to 1. */
  readonly hostilePart: number;
  /** Total rate of legitimate requests per second. */
  readonly honestRate: number;
  readonly seconds: number;
  /** Seconds before the measurement, in which all connections are opened. */
  readonly warmUpSeconds: number;
  readonly body: Buffer;
  readonly type: string;
}

/** Results of legitimate clients and of attacks. */
export interface CrowdResult {
  /**
   * Latencies of legitimate requests in milliseconds, from the due time to the end of the response,
   * ascending.
   */
  readonly delays: readonly number[];
  /** Legitimate requests without status 200, by the result. */
  readonly failures: Readonly<Record<string, number>>;
  /** Results of attacks, by kind and result. */
  readonly attacks: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Peak memory of the service, in bytes. */
  readonly memory: number;
}

/**
 * Runs many clients against a service on this machine: some classify images, some attack. All stop after the
 * duration.
 */
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

/** A keep-alive connection on which a client sends an image at random times. */
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
        // The service may close a keep-alive connection just when it is reused. Retry, as HTTP clients usually do.
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

/** Peak memory of a process, as counted by Linux, or NaN elsewhere. */
function mostMemory(pid: number): number {
  try {
    return 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return Number.NaN;
  }
}
