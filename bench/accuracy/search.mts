/**
 * Trains every candidate once per seed and logs its accuracy on validation images. The test set is not read.
 *
 *   npm run bench:accuracy:search -- [--seeds 1,2] [--only WORDS] [--again]
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { evaluate, loadDataset, train } from 'mnist-lab';
import { prepareRecipe } from 'mnist-lab/experiments';
import { type Candidate, candidates } from './candidates.mjs';
import { recordCandidates } from './record-candidates.mjs';

interface LogEntry {
  readonly name: string;
  readonly seed: number;
  readonly validationAccuracy: number;
  readonly validationLoss: number;
  readonly trainAccuracy: number;
  readonly seconds: number;
  /** CPU time of all threads. Entries of the first searches lack it. */
  readonly processorSeconds?: number;
  readonly engine: string;
  readonly recipe: Candidate['recipe'];
}

const logFile = join(import.meta.dirname, 'search-log.jsonl');
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    again: { type: 'boolean', default: false },
  },
});

const logged = readLog();
for (const seed of values.seeds.split(',').map(Number)) {
  for (const candidate of [...candidates, ...recordCandidates].filter(({ name }) =>
    name.includes(values.only),
  )) {
    const known = logged.some((entry) => isSame(entry, candidate, seed));
    if (known && !values.again) continue;
    const entry = await tryOut(candidate, seed);
    appendFileSync(logFile, `${JSON.stringify(entry)}\n`);
    const percent = (100 * entry.validationAccuracy).toFixed(2);
    console.log(`${percent}%  ${entry.seconds.toFixed(0).padStart(4)} s  seed ${seed}  ${entry.name}`);
  }
}

async function tryOut({ name, recipe }: Candidate, seed: number): Promise<LogEntry> {
  const { train: images } = await loadDataset(recipe.dataset);
  const prepared = prepareRecipe(recipe, images, { seed });
  const started = process.cpuUsage();
  const history = await train(prepared.model, prepared.train, { ...recipe.training, seed });
  const { user, system } = process.cpuUsage(started);
  const { accuracy, loss } = evaluate(prepared.model, prepared.validation);
  prepared.model.dispose();
  return {
    name,
    seed,
    validationAccuracy: accuracy,
    validationLoss: round(loss),
    trainAccuracy: round(history.epochs.at(-1)?.accuracy ?? Number.NaN),
    seconds: round(history.seconds),
    processorSeconds: round((user + system) / 1e6),
    engine: history.engine,
    recipe,
  };
}

function readLog(): LogEntry[] {
  if (!existsSync(logFile)) return [];
  const lines = readFileSync(logFile, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as LogEntry);
}

function isSame(entry: LogEntry, candidate: Candidate, seed: number): boolean {
  return entry.seed === seed && isDeepStrictEqual(entry.recipe, candidate.recipe);
}

function round(value: number): number {
  return Number(value.toPrecision(5));
}
