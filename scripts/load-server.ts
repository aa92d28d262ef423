/**
 * Measures the web service of examples/server.ts on this machine: its maximum rate of predictions, then
 * latencies at half of that rate and at 500 per second, then latencies on 1,800 connections while 200 others
 * attack it. Prints the results for examples/README.md.
 *
 *   npx tsx scripts/load-server.ts models/digit three.png
 */

import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { createRandom } from 'mnist-lab';
import { sendCrowd } from './load/crowd.js';
import { type RunningServer, startServer } from './load/start-server.js';

/** A request to repeat. */
interface Prediction {
  readonly url: string;
  readonly type: string;
  readonly body: Buffer;
}

// The package has no types.
const autocannon = require('autocannon') as (options: object) => Promise<{
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly non2xx: number;
  readonly errors: number;
}>;

const seconds = 10;
const connections = 64;

async function main([model, image]: string[]): Promise<void> {
  if (!model || !image) throw new Error('Usage: load-server.ts MODEL IMAGE');
  const server = await startServer(model);
  try {
    const type = image.endsWith('.png') ? 'image/png' : 'application/octet-stream';
    const prediction = { url: `http://127.0.0.1:${server.port}/predict`, type, body: readFileSync(image) };
    await saturate(prediction); // Warm-up.
    const rate = await saturate(prediction);
    await arrive(prediction, Math.round(rate / 2));
    await arrive(prediction, 500);
    await besiege(prediction, server);
  } finally {
    server.process.kill();
  }
}

/**
 * On every connection, sends the next request as soon as the previous one is answered. @returns responses per
 * second.
 */
async function saturate({ url, type, body }: Prediction): Promise<number> {
  const headers = { 'content-type': type };
  const result = await autocannon({ url, method: 'POST', headers, body, duration: seconds, connections });
  const { average } = result.requests;
  report(`as many as it can, ${connections} connections`, average, result.latency);
  if (result.non2xx + result.errors > 0) console.log(`${result.non2xx + result.errors} failed`);
  return average;
}

/**
 * Sends requests like independent users: at random times, with an average rate, regardless of pending
 * responses (a Poisson process). Latencies are measured from the time a request was due.
 */
async function arrive(prediction: Prediction, rate: number): Promise<void> {
  const random = createRandom(1);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const start = performance.now();
  const answers: Promise<number>[] = [];
  let due = 0;
  while (due < seconds * 1000) {
    due -= (Math.log(1 - random.next()) / rate) * 1000;
    const wait = start + due - performance.now();
    if (wait > 0) await setTimeout(wait);
    answers.push(send(prediction, agent, start + due));
  }
  const all = await Promise.all(answers);
  agent.destroy();
  const delays = all.filter((delay) => !Number.isNaN(delay)).sort((a, b) => a - b);
  report(`${rate} per second, at random times`, (delays.length / due) * 1000, latencyOf(delays));
  if (delays.length < all.length) console.log(`${all.length - delays.length} failed`);
}

/**
 * Loads the service with 2,000 connections, of which 200 attack. The others together send 100 images per
 * second.
 */
async function besiege({ type, body }: Prediction, { process: { pid }, port }: RunningServer): Promise<void> {
  const who = { connections: 2000, hostilePart: 0.1, honestRate: 100 };
  const crowd = { port, pid: pid!, ...who, warmUpSeconds: 10, seconds: 60, type, body };
  const { delays, failures, attacks, memory } = await sendCrowd(crowd);
  report('2,000 connections, 200 of them malicious', delays.length / crowd.seconds, latencyOf(delays));
  console.log(`failed: ${JSON.stringify(failures)}; most memory ${Math.round(memory / 1e6)} MB`);
  for (const [name, endings] of Object.entries(attacks)) console.log(`  ${name}: ${JSON.stringify(endings)}`);
}

/** @returns milliseconds from the due time to the end of the response, or NaN if it failed. */
function send({ url, type, body }: Prediction, agent: Agent, due: number): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'content-type': type, 'content-length': body.length };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode === 200 ? performance.now() - due : Number.NaN));
    });
    sent.on('error', () => resolve(Number.NaN));
    sent.end(body);
  });
}

/** @param delays in ascending order */
function latencyOf(delays: readonly number[]) {
  const percentile = (part: number) => Math.round(delays[Math.floor(part * (delays.length - 1))]!);
  return { p50: percentile(0.5), p99: percentile(0.99), max: percentile(1) };
}

function report(title: string, rate: number, { p50, p99, max }: ReturnType<typeof latencyOf>): void {
  const delays = `median ${p50} ms, p99 ${p99} ms, longest ${max} ms`;
  console.log(`${title}: ${Math.round(rate)} a second, ${delays}`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
