/**
 * Measures the web service of examples/server.ts on this machine: first as many predictions as it can answer,
 * then its delays at half of that rate. Prints what examples/README.md shows.
 *
 *   npx tsx scripts/load-server.ts models/digit three.png
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Measured {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly non2xx: number;
  readonly errors: number;
}

// The package carries no types of its own.
const autocannon = require('autocannon') as (options: object) => Promise<Measured>;

const seconds = 10;
const connections = 64;

async function main([model, image]: string[]): Promise<void> {
  if (!model || !image) throw new Error('Usage: load-server.ts MODEL IMAGE');
  const example = path.join(__dirname, '..', 'examples', 'server.ts');
  const server = spawn(process.execPath, ['--import', 'tsx', example, model, '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [greeting] = (await once(server.stdout, 'data')) as [Buffer];
    const [url] = /http:\S+/.exec(`${greeting}`)!;
    await load(url, image, {}); // Warms up.
    const most = await load(url, image, {});
    report(`as many as it can, ${connections} connections`, most);
    const half = Math.round(most.requests.average / 2);
    report(`at half of that, ${half} a second`, await load(url, image, { overallRate: half }));
    report('at 500 a second', await load(url, image, { overallRate: 500 }));
  } finally {
    server.kill();
  }
}

async function load(url: string, image: string, limits: object): Promise<Measured> {
  const type = image.endsWith('.png') ? 'image/png' : 'application/octet-stream';
  return autocannon({
    url: `${url}/predict`,
    method: 'POST',
    headers: { 'content-type': type },
    body: readFileSync(image),
    duration: seconds,
    connections,
    ...limits,
  });
}

function report(title: string, { requests, latency, non2xx, errors }: Measured): void {
  const delays = `median ${latency.p50} ms, p99 ${latency.p99} ms, longest ${latency.max} ms`;
  console.log(`${title}: ${Math.round(requests.average)} a second, ${delays}, ${non2xx + errors} failed`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
