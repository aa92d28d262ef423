// Publishes runs into a build folder, one after the other, once a line arrives on stdin: publisher.ts BUILD COUNT
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Staging } from '../../scripts/lessons/staging.js';
import { saveMarked } from '../models/save-marked.js';

const [build, count] = process.argv.slice(2) as [string, string];

async function publishAll(): Promise<void> {
  for (let number = 1; number <= Number(count); number++) {
    const mark = 100 * (process.pid % 10_000) + number;
    const staging = new Staging(build);
    await saveMarked(mark, staging.path('models', 'digit'));
    writeFileSync(staging.path('page.html'), 'x'.repeat(1_000_000));
    writeFileSync(staging.path('results.json'), JSON.stringify({ [`lesson-${mark}`]: { seed: mark } }));
    staging.publish();
  }
}

createInterface({ input: process.stdin }).once('line', () => {
  void publishAll().then(() => process.exit(0));
});
process.stdout.write('ready\n');
