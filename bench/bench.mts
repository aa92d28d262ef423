/**
 * Compares the training speed of several frameworks with the same networks and images.
 *
 *   npm run bench                    this library alone: its engine, LayersModel.fit, and the matrix products alone
 *   npm run bench -- --peers         with Keras, PyTorch and JAX, in a venv that is created first
 *   npm run bench -- --whole         whole processes, compared with JAX: start, load, train, evaluate (see whole.mts)
 *   npm run bench -- --rounds 3 --only small-128 --output build/bench.json
 *   npm run bench -- --peers --only convolution-128 --without jax     leaves out contenders by a part of their name
 *   npm run bench -- --peers --only convolution-128 --images 2000     a quick test of the programs
 *
 * Contenders take turns, each in a process of its own, and the best epoch of all rounds counts, so that a busy
 * moment of the machine affects all of them. Those that take several times as long have one round, of
 * fewer epochs.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadDataset } from 'mnist-lab';
import type { Result, Task } from './contenders/contender.mjs';
import { type Contender, contenders, makePeers, measure, runContender } from './run-contender.mjs';
import { type Comparison, compare, printTable } from './table.mjs';
import { compareWhole } from './whole.mjs';

type Configuration = Pick<Task, 'filters' | 'hiddenUnits' | 'dropoutRate' | 'batchSize'>;

const small = { hiddenUnits: [128, 64], dropoutRate: 0 };
const configurations: Readonly<Record<string, Configuration>> = {
  'small-32': { ...small, batchSize: 32 },
  'small-128': { ...small, batchSize: 128 },
  'small-512': { ...small, batchSize: 512 },
  'large-128': { hiddenUnits: [512, 256], dropoutRate: 0.3, batchSize: 128 },
  'convolution-128': { filters: [32, 64], hiddenUnits: [128], dropoutRate: 0, batchSize: 128 },
};

const { values } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    epochs: { type: 'string', default: '16' },
    only: { type: 'string' },
    without: { type: 'string' },
    images: { type: 'string', default: '60000' },
    output: { type: 'string', default: join('build', 'bench.json') },
  },
});
const chosen = Object.entries(configurations).filter(
  ([name]) => !values.only || values.only.split(',').includes(name),
);
if (chosen.length === 0)
  throw new RangeError(
    `Unknown configuration "${values.only}". Known: ${Object.keys(configurations).join(', ')}.`,
  );
const epochs = Number(values.epochs);
/** Number of epochs. Networks with convolutions have fewer, because each epoch takes many times as long. */
const epochsOf = ({ filters }: Configuration) => (filters ? Math.ceil(epochs / 8) : epochs);
/** Number of epochs for contenders that take several times as long as the others. */
const fewEpochsOf = (configuration: Configuration) => Math.ceil(epochsOf(configuration) / 4);
const isSlow = (contender: Contender, { filters }: Configuration) =>
  contender.isSlow || (filters !== undefined && contender.isSlowWithFilters === true);
if (values.peers || values.whole) makePeers();

const pixelCount = 28 * 28;
const data = mkdtempSync(join(tmpdir(), 'mnist-lab-bench-'));
try {
  const { train, test } = await loadDataset('mnist');
  const count = Number(values.images);
  for (const [part, { images, labels }] of Object.entries({ train, test })) {
    writeFileSync(join(data, `${part}-images`), images.subarray(0, count * pixelCount));
    writeFileSync(join(data, `${part}-labels`), labels.subarray(0, count));
  }
  const figures = values.whole
    ? { whole: compareWhole({ ...small, data }, Number(values.rounds)) }
    : compareTrainers();
  const machine = { processor: cpus()[0]?.model, cores: cpus().length, node: process.version };
  writeFileSync(values.output, `${JSON.stringify({ machine, ...figures }, null, 2)}\n`);
  console.log(`Written to ${values.output}.`);
} finally {
  rmSync(data, { recursive: true, force: true });
}

function isLeftOut(name: string): boolean {
  return (
    values.without
      ?.split(',')
      .filter(Boolean)
      .some((part) => name.toLowerCase().includes(part.toLowerCase())) ?? false
  );
}

function contendersFor({ filters }: Configuration): Contender[] {
  return contenders.filter(
    ({ name, isPeer, isFloor }) =>
      (values.peers || !isPeer) && !(filters !== undefined && isFloor) && !isLeftOut(name),
  );
}

/** Epochs of all trainers, and other timings of this library. */
function compareTrainers() {
  const comparisons: Comparison[] = [];
  for (const [name, configuration] of chosen) {
    const results = new Map<Contender, Result[]>();
    const run = (contender: Contender, count: number) =>
      runContender(contender, { ...configuration, epochs: count, data, engine: contender.engine ?? 'graph' });
    for (let round = 0; round < Number(values.rounds); round++)
      for (const contender of contendersFor(configuration)) {
        const slow = isSlow(contender, configuration);
        if (round > 0 && slow) continue;
        const result = run(contender, (slow ? fewEpochsOf : epochsOf)(configuration));
        results.set(contender, [...(results.get(contender) ?? []), result]);
        console.error(
          `${name}, round ${round + 1}: ${contender.name} ${Math.min(...result.epochSeconds).toFixed(3)} s`,
        );
      }
    const comparison = compare(name, results, run(contenders[0]!, fewEpochsOf(configuration)));
    comparisons.push(comparison);
    printTable(comparison);
  }
  const task: Task = { ...small, batchSize: 128, epochs, data, engine: 'graph' };
  const inference = measure('inference', task);
  console.log('\nMilliseconds, best of several:', inference);
  const reading = measure('reading', task);
  console.log(
    'Milliseconds of reading a digit of 28 × 28 pixels, and a photograph of 12 megapixels:',
    reading,
  );
  const watching = measure('watching', task);
  console.log('What a progress callback adds to the time, and how long a signal takes to stop:', watching);
  const pictures = measure('pictures', task);
  console.log('Milliseconds to draw charts as PNG:', pictures);
  if (comparisons.some(({ isFair }) => !isFair)) process.exitCode = 1;
  return { comparisons, inference, reading, watching, pictures };
}
