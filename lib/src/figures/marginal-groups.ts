import { mean } from '../evaluation/mean.js';
import { categoriesOf, optionText, type SweptOption, type SweptPoint } from './swept-option.js';

/** Configurations with values near each other. */
export interface Group {
  readonly x: number | string;
  readonly accuracies: readonly number[];
}

/** Configurations by their value of an option: those with the same, of a number those with values near each other. */
export function marginalGroups(option: SweptOption, points: readonly SweptPoint[]): readonly Group[] {
  return option.scale === 'categories' ? categoryGroups(option, points) : numberGroups(option, points);
}

function categoryGroups(option: SweptOption, points: readonly SweptPoint[]): Group[] {
  return categoriesOf(option).map((category) => ({
    x: category,
    accuracies: points
      .filter((_, index) => optionText(option.values[index]) === category)
      .map(({ accuracy }) => accuracy),
  }));
}

/** Four parts of as many configurations each, fewer where that would leave less than three in each. */
function numberGroups({ values, scale }: SweptOption, points: readonly SweptPoint[]): Group[] {
  const pairs = points
    .map(({ accuracy }, index) => ({ value: values[index], accuracy }))
    .filter((pair): pair is { value: number; accuracy: number } => typeof pair.value === 'number')
    .sort((left, right) => left.value - right.value);
  const count = Math.max(1, Math.min(4, Math.floor(pairs.length / 3)));
  return Array.from({ length: count }, (_, group) =>
    pairs.slice(Math.floor((group * pairs.length) / count), Math.floor(((group + 1) * pairs.length) / count)),
  )
    .filter((members) => members.length > 0)
    .map((members) => ({
      x:
        scale === 'logarithmic'
          ? Math.exp(mean(members.map(({ value }) => Math.log(value))))
          : mean(members.map(({ value }) => value)),
      accuracies: members.map(({ accuracy }) => accuracy),
    }));
}

/** Part of the variance that lies between the groups, adjusted for what chance would put there (Kelley 1935). */
export function explainedPart(groups: readonly Group[]): number | undefined {
  const all = groups.flatMap(({ accuracies }) => accuracies);
  if (groups.length < 2 || all.length <= groups.length) return undefined;
  const squares = (values: readonly number[]) => {
    const middle = mean(values);
    return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  };
  const within =
    groups.reduce((sum, { accuracies }) => sum + squares(accuracies), 0) / (all.length - groups.length);
  const total = squares(all) / (all.length - 1);
  return total > 0 ? Math.max(0, 1 - within / total) : undefined;
}
