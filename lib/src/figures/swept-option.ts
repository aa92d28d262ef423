/** An option that a sweep varied, with its value in each configuration. */
export interface SweptOption {
  readonly name: string;
  /** Scale of the axis that shows the option. */
  readonly scale: 'linear' | 'logarithmic' | 'categories';
  /** One value per configuration, or undefined if the configuration does not have the option. */
  readonly values: readonly unknown[];
}

/** A configuration of a sweep. */
export interface SweptPoint {
  /** Name, such as `'#7'`. */
  readonly name: string;
  /** Validation accuracy, 0 to 1. */
  readonly accuracy: number;
  /** Whether the training of this configuration was stopped early. */
  readonly isStopped: boolean;
}

/** Formats a value briefly: `128-64`, `0.0012`, `gelu`. */
export function optionText(value: unknown): string {
  if (value === undefined) return 'none';
  if (Array.isArray(value)) return value.length > 0 ? value.join('-') : 'none';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  return String(value);
}

/** The distinct values of an option: numbers ascending, then texts. Without numbers, the texts are sorted. */
export function categoriesOf({ values }: SweptOption): readonly string[] {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const others = values.filter((value) => typeof value !== 'number').map(optionText);
  if (numbers.length === 0) others.sort(new Intl.Collator('en', { numeric: true }).compare);
  numbers.sort((left, right) => left - right);
  return [...new Set([...numbers.map(String), ...others])];
}
