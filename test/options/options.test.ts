import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createRandom } from 'mnist-lab';
import { digits, fashion } from 'mnist-lab/experiments';
import { describe, expect, it } from 'vitest';
import { trainFlags } from '../../lib/src/cli/flags.js';
import { modelOptions } from '../../lib/src/models/model-options.js';
import { flagOf, flagsOf, flagsOfOptions, optionsOfFlags } from '../../lib/src/options/flags.js';
import { isGroup, isUnion, type Option, type OptionTree } from '../../lib/src/options/option.js';
import { resolveOptions } from '../../lib/src/options/resolve.js';
import { trainingOptions } from '../../lib/src/training/training-options.js';
import { optionFiles } from '../../scripts/options/option-files.js';

/** All options of a tree, at any level. */
function leaves(tree: OptionTree): [name: string, option: Option][] {
  return Object.entries(tree).flatMap(([name, declared]): [string, Option][] => {
    if (isUnion(declared)) return Object.values(declared.kinds).flatMap(({ options }) => leaves(options));
    return isGroup(declared) ? leaves(declared.options) : [[name, declared]];
  });
}

const all = [...leaves(modelOptions), ...leaves(trainingOptions)];

describe('the option tables', () => {
  it.each(Object.entries(optionFiles()))('match the generated file %s', (file, text) => {
    const written = readFileSync(path.join(__dirname, '..', '..', file), 'utf8');
    expect(written === text, `${file} was made from older tables: run npm run options`).toBe(true);
  });

  it.each(all)('have a help text for %s, and a valid default if it has one', (_name, option) => {
    if (option.standard !== undefined) expect(option.kind.accepts(option.standard)).toBe(true);
    expect(option.help).toMatch(/^[^A-Z].*[^.]$|^[A-Z][A-Za-z]+ with/);
  });

  it('accept the same values for all training options that share a command line flag', () => {
    const wanted = new Map<string, string>();
    for (const [name, option] of leaves(trainingOptions)) {
      const flag = option.flag ?? name;
      expect(wanted.get(flag) ?? option.kind.wanted, flag).toBe(option.kind.wanted);
      wanted.set(flag, option.kind.wanted);
    }
  });

  it('define a flag of mnist-lab train for every training option', () => {
    const flags = new Set(trainFlags.map(({ name }) => name));
    for (const { name } of flagsOf(trainingOptions)) expect(flags).toContain(name);
    expect(flags.size).toBe(trainFlags.length);
  });
});

describe('resolveOptions()', () => {
  it('fills in defaults, and turns names and numbers into option objects', () => {
    expect(resolveOptions('Training', trainingOptions, {})).toMatchObject({
      epochs: 10,
      learningRate: { kind: 'constant', learningRate: 0.001 },
      optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
      clipNorm: Number.POSITIVE_INFINITY,
      augmentation: undefined,
      seed: 42,
    });
    const given = { learningRate: 0.5, optimizer: 'sgd', earlyStopping: { patience: 2 } };
    expect(resolveOptions('Training', trainingOptions, given)).toMatchObject({
      learningRate: { kind: 'constant', learningRate: 0.5 },
      optimizer: { kind: 'sgd', momentum: 0, nesterov: false },
      earlyStopping: { patience: 2, minDelta: 0 },
    });
  });

  it.each<[object, RegExp]>([
    [{ epochs: 1.5 }, /^Training: expected epochs to be a whole number of 1 or more but found 1\.5\.$/],
    [{ epochs: '3' }, /but found 3/],
    [{ labelSmoothing: Number.NaN }, /of 0 or more and less than 1 but found NaN/],
    [
      { learningRate: Number.POSITIVE_INFINITY },
      /learningRate to be a number greater than 0 but found Infinity/,
    ],
    [
      { learningRate: { kind: 'cosine' } },
      /expected learningRate\.peak to be a number greater than 0 but found undefined/,
    ],
    [{ augmentation: 3 }, /expected augmentation to be an object with shiftPixels.* but found 3/],
    [{ augmentation: { mixup: -1 } }, /augmentation\.mixup to be a number of 0 or more but found -1/],
    [{ earlyStopping: {} }, /expected earlyStopping\.patience to be .* but found undefined/],
    [{ patience: 3 }, /unknown option "patience"\. It belongs to earlyStopping: \{ patience: … \}\./],
    [{ momentum: 0.9 }, /It belongs to optimizer: \{ kind: 'sgd', momentum: … \}, also for rmsprop\./],
    [{ epocs: 3 }, /unknown option "epocs"\. Known: epochs, batchSize/],
  ])('rejects the options %o', (given, message) => {
    expect(() => resolveOptions('Training', trainingOptions, given)).toThrow(message);
  });
});

describe('command line flags', () => {
  it.each(Object.entries({ digits: digits.recipe, fashion: fashion.recipe, small: digits.smallRecipe }))(
    'represent the recipe "%s" of the lessons without loss',
    (_name, { training, model }) => {
      expect(optionsOfFlags(trainingOptions, flagsOfOptions(trainingOptions, training))).toEqual(training);
      expect(optionsOfFlags(modelOptions, flagsOfOptions(modelOptions, model))).toEqual(model);
    },
  );

  it('represent random combinations of training options without loss', () => {
    const random = createRandom(3);
    const valueFor = ({ kind, standard }: Option) =>
      [0.25, 3, true, kind.choices?.[0], 'folder', standard].find((value) => kind.accepts(value));
    const some = (options: Readonly<Record<string, Option>>, required: readonly string[] = []) =>
      Object.fromEntries(
        Object.entries(options)
          .filter(([name]) => required.includes(name) || random.next() < 0.5)
          .map(([name, option]) => [name, valueFor(option)]),
      );
    for (let draw = 0; draw < 300; draw++) {
      const chosen: Record<string, unknown> = {};
      for (const [name, declared] of Object.entries(trainingOptions)) {
        if (random.next() < 0.3) continue;
        if (isUnion(declared)) {
          const kinds = Object.keys(declared.kinds);
          const kind = kinds[random.integer(kinds.length)]!;
          const { options, required } = declared.kinds[kind]!;
          chosen[name] = { kind, ...some(options, required) };
        } else if (isGroup(declared)) {
          const group = some(declared.options, declared.required);
          if (Object.keys(group).length > 0) chosen[name] = group;
        } else chosen[name] = valueFor(declared);
      }
      const flags = flagsOfOptions(trainingOptions, chosen);
      expect(optionsOfFlags(trainingOptions, flags)).toEqual(chosen);
    }
  });

  it.each([
    [{ momentum: 0.9 }, '--momentum needs --optimizer sgd.'],
    [{ optimizer: 'adam', weightDecay: 0.1 }, '--weight-decay needs --optimizer adamw.'],
    [{ schedule: 'one-cycle', warmupEpochs: 1 }, '--warmup-epochs needs --schedule cosine.'],
    [{ monitor: 'loss' }, '--monitor needs --patience <number>.'],
    [{ resume: true }, '--resume needs --checkpoint <folder>.'],
  ])('are rejected if one of them has no effect: %j', (values, message) => {
    expect(() => optionsOfFlags(trainingOptions, values)).toThrow(message);
  });

  it('are lower case words joined by hyphens', () => {
    expect(flagOf('warmupEpochs')).toBe('warmup-epochs');
    for (const { name } of flagsOf(trainingOptions)) expect(flagOf(name)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });
});
