/**
 * Uses the library and the web service repeatedly in one process, and checks that neither memory nor other resources
 * grow. Writes the measurements to test/RELIABILITY.md.
 *
 *   npm run test:soak              30 minutes
 *   npm run test:soak -- 5        5 minutes, not recorded
 */

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createDigitModel, saveModel } from 'mnist-lab';
import { renewSection, whenAndWhere } from '../faults/report/reliability-page.js';
import { type Holdings, measure } from './measure.js';
import { oneRound } from './one-round.js';
import { Service } from './service.js';

const usualMinutes = 30;
/** Rounds that are not compared, because pools and caches still fill: threads, TensorFlow's memory, compiled code. */
const warmUpRounds = 200;
/** Allowed change of memory without a leak: threads end and restart on a busy machine, and memory comes in chunks. */
const largestDrift = 40e6;

async function main([minutes = String(usualMinutes)]: string[]): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-soak-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  // A folder of its own, so that temporary files of other programs are not counted.
  process.env.TMPDIR = mkdtempSync(path.join(folder, 'temporary-'));
  const work = path.join(folder, 'work');
  await saveModel(createDigitModel(), path.join(folder, 'digit'));
  const service = await Service.start(path.join(folder, 'digit'));
  const all = await soak(Number(minutes) * 60_000, async (round) => {
    await oneRound(work, round);
    await service.use();
  });
  await service.close();
  const settled = all.samples.filter(({ round }) => round > warmUpRounds);
  if (settled.length < 6)
    throw new Error(
      `Soaking: expected more than ${warmUpRounds} rounds but there were ${all.rounds}. Give it more minutes.`,
    );
  const half = Math.ceil(settled.length / 2);
  const [first, last] = [medians(settled.slice(0, half)), medians(settled.slice(half))];
  const grown = growths(first, last);
  const lines = describe(first, last, all.rounds, Number(minutes));
  console.log(lines.join('\n'));
  if (grown.length > 0) {
    console.error(`Expected nothing to grow but found more: ${grown.join(', ')}.`);
    process.exitCode = 1;
  } else if (Number(minutes) >= usualMinutes) renewSection('soak', () => lines.join('\n'));
}

async function soak(milliseconds: number, work: (round: number) => Promise<void>) {
  const samples: (Holdings & { readonly round: number })[] = [];
  const begin = performance.now();
  let rounds = 0;
  for (let sampled = 0; performance.now() < begin + milliseconds; ) {
    await work(rounds++);
    const due = Math.floor((performance.now() - begin) / Math.min(60_000, milliseconds / 10));
    if (due < sampled) continue;
    sampled = due + 1;
    samples.push({ round: rounds, ...(await measure()) });
    console.log(JSON.stringify(samples.at(-1)));
  }
  samples.push({ round: rounds, ...(await measure()) });
  return { samples, rounds };
}

/** The median of each value. */
function medians(samples: readonly Holdings[]): Holdings {
  const median = (name: keyof Holdings) => {
    const sorted = samples.map((sample) => sample[name] ?? Number.NaN).toSorted((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)]!;
  };
  return {
    memory: median('memory'),
    heap: median('heap'),
    tensors: median('tensors'),
    descriptors: median('descriptors'),
    resources: median('resources'),
    temporaryFiles: median('temporaryFiles'),
  };
}

/** The resources that have grown at the end. */
function growths(first: Holdings, last: Holdings): string[] {
  const counted = ['tensors', 'descriptors', 'resources', 'temporaryFiles'] as const;
  const measured = ['memory', 'heap'] as const;
  return [
    ...counted.filter((name) => (last[name] ?? 0) > (first[name] ?? 0)),
    ...measured.filter((name) => last[name] - first[name] > largestDrift),
  ];
}

function describe(first: Holdings, last: Holdings, rounds: number, minutes: number): string[] {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const row = (what: string, show: (holdings: Holdings) => string) =>
    `| ${what} | ${show(first)} | ${show(last)} |`;
  return [
    `${minutes} minutes, ${rounds.toLocaleString('en-US')} rounds (${whenAndWhere()}):`,
    '',
    `| what the process holds, as a median | first half after ${warmUpRounds} rounds | second half |`,
    '| --- | --: | --: |',
    row('memory', ({ memory }) => megabytes(memory)),
    row("JavaScript's heap", ({ heap }) => megabytes(heap)),
    row('tensors', ({ tensors }) => String(tensors)),
    row('open files and sockets', ({ descriptors }) => (descriptors ? String(descriptors) : 'unknown')),
    row('timers and other handles', ({ resources }) => String(resources)),
    row('temporary files', ({ temporaryFiles }) => String(temporaryFiles)),
  ];
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
