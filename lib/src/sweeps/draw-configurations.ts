import { recipeOptions } from '../experiments/recipe.js';
import { flagNameOf, flagOf, selectedKind } from '../options/flags.js';
import { isUnion } from '../options/option.js';
import { createRandom, type Random } from '../random.js';
import type { RangeOption, ValueOption, VariedOption } from './space.js';

/** The values of the varied options, by option name. */
export type ChosenValues = Readonly<Record<string, unknown>>;

/** Maximum number of configurations. A larger grid is probably a mistake. */
const mostConfigurations = 10_000;

/**
 * Draws the configurations of a sweep: `trials` distinct draws per point of the grid.
 *
 * @param base Values of the options that are not varied.
 * @returns The configurations. There are fewer than requested if the space is exhausted.
 * @throws {RangeError} if there are too many, or an option belongs to an optimizer, schedule or network that
 *   no trial uses.
 */
export function drawConfigurations(
  varied: readonly VariedOption[],
  base: ChosenValues,
  { trials, seed }: { readonly trials: number; readonly seed: number },
): readonly ChosenValues[] {
  const grids = varied.filter((option): option is ValueOption => option.how === 'grid');
  const points = grids.reduce((product, { values }) => product * values.length, 1);
  const isDrawn = grids.length < varied.length;
  const wanted = points * (isDrawn ? trials : 1);
  if (wanted > mostConfigurations)
    throw new RangeError(
      `Drawing trials: expected at most ${mostConfigurations} but found ${wanted}. Make the grids smaller.`,
    );
  const random = createRandom(seed);
  const found = new Map<string, ChosenValues>();
  // Draw again instead of duplicates. The number of rounds is limited, because a small space may be exhausted.
  for (let round = 0; found.size < wanted && round < (isDrawn ? 50 * trials : 1); round++)
    for (let point = 0; point < points && found.size < wanted; point++) {
      const chosen = withoutIdle(drawOne(varied, point, random), base);
      found.set(JSON.stringify(chosen), chosen);
    }
  const all = [...found.values()];
  for (const { flag } of varied)
    if (!all.some((chosen) => flag.name in chosen))
      throw new RangeError(
        `Drawing trials: expected a trial to use "${flag.name}", an option of ${Object.keys(flag.kinds).map(flagOf).join(', ')}, ` +
          `but found none. Set that as "${chooserOf(flag.place)}", or leave the option out.`,
      );
  return all;
}

/** @param point Index into the grid, in which the first option varies fastest. */
function drawOne(varied: readonly VariedOption[], point: number, random: Random): Record<string, unknown> {
  const chosen: Record<string, unknown> = {};
  let rest = point;
  for (const option of varied) {
    const { name } = option.flag;
    if ('range' in option) chosen[name] = drawNumber(option, random);
    else if (option.how === 'choice') chosen[name] = option.values[random.integer(option.values.length)];
    else {
      chosen[name] = option.values[rest % option.values.length];
      rest = Math.floor(rest / option.values.length);
    }
  }
  return chosen;
}

function drawNumber({ how, range: [lowest, highest] }: RangeOption, random: Random): number {
  if (how === 'integer') return lowest + random.integer(highest - lowest + 1);
  const part = random.next();
  const value = how === 'uniform' ? lowest + part * (highest - lowest) : lowest * (highest / lowest) ** part;
  // Round to four significant digits, for readability, but stay within the range.
  return Math.min(highest, Math.max(lowest, Number(value.toPrecision(4))));
}

/** Omits the options of networks, optimizers and schedules that this trial does not use. */
function withoutIdle(chosen: ChosenValues, base: ChosenValues): ChosenValues {
  const all = { ...base, ...chosen };
  const idle = new Set<string>();
  for (const declared of Object.values(recipeOptions)) {
    if (!isUnion(declared)) continue;
    const own = selectedKind(declared, all);
    const names = (kind: string) =>
      Object.entries(declared.kinds[kind]!.options).map(([name, option]) => flagNameOf(name, option));
    for (const kind of Object.keys(declared.kinds))
      for (const name of names(kind)) if (!names(own).includes(name)) idle.add(name);
  }
  return Object.fromEntries(Object.entries(chosen).filter(([name]) => !idle.has(name)));
}

function chooserOf(place: string): string {
  const declared = recipeOptions[place]!;
  return isUnion(declared) ? declared.flag : place;
}
