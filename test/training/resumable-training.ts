/** Trains with checkpoints in a process that tests can kill, and writes the final weights. */

import { writeFileSync } from 'node:fs';
import { trainResumably } from './train-resumably.js';

const [directory, weightsFile, pause = '50'] = process.argv.slice(2) as [string, string, string?];

async function main() {
  process.stdout.write('begins');
  // The pauses give the test time to kill the process.
  const weights = await trainResumably(directory, Number(pause));
  writeFileSync(weightsFile, Buffer.concat(weights.map((values) => new Uint8Array(values.buffer))));
}

void main();
