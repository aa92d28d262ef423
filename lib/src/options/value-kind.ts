/** A kind of option value: how it is validated, parsed and described in messages. */
export interface ValueKind<Value = unknown> {
  /** Description for messages: `'a whole number of 1 or more'`. */
  readonly wanted: string;
  /** How to write it on the command line, if that is not obvious: `'separated by commas'`. */
  readonly written?: string;
  accepts(value: unknown): value is Value;
  /** Parses text from the command line, without validating the result. */
  parse(text: string): unknown;
  /** Placeholder after the flag in help. A flag without one takes no value. */
  readonly placeholder?: string;
  /** All values, if they are few and have names. */
  readonly choices?: readonly string[];
  /** The TypeScript type of the values. */
  readonly type: string;
}

/**
 * The limits of a number. `above` and `below` are exclusive. Without limits, every finite number is accepted.
 */
interface NumberLimits {
  readonly from?: number;
  readonly to?: number;
  readonly above?: number;
  readonly below?: number;
  /** Whether infinity, for no limit, is also accepted. */
  readonly infinite?: boolean;
}

const parseNumber = (text: string) => (text.trim() === '' ? text : Number(text));

/** Numbers within limits. */
export function numbers(limits: NumberLimits = {}): ValueKind<number> {
  return {
    wanted: `a number${limitsText(limits)}`,
    accepts: (value): value is number =>
      typeof value === 'number' &&
      (Number.isFinite(value) || (limits.infinite === true && value === Number.POSITIVE_INFINITY)) &&
      isWithin(limits, value),
    parse: parseNumber,
    placeholder: 'number',
    type: 'number',
  };
}

/** Whole numbers of at least `from`, or any if it is omitted. */
export function wholeNumbers({ from }: { readonly from?: number } = {}): ValueKind<number> {
  return {
    wanted: from === undefined ? 'a safe integer' : `a whole number of ${from} or more`,
    accepts: (value): value is number =>
      Number.isSafeInteger(value) && (from === undefined || (value as number) >= from),
    parse: parseNumber,
    placeholder: 'number',
    type: 'number',
  };
}

/** A fraction below 1, or a whole number from 1: 0.1 of the images, or 5000 images. */
export function sharesOrCounts(limits: NumberLimits): ValueKind<number> {
  const number = numbers(limits);
  return {
    ...number,
    wanted: `${number.wanted}, a fraction if below 1, otherwise a whole number`,
    accepts: (value): value is number => number.accepts(value) && (value < 1 || Number.isInteger(value)),
  };
}

/** One of several words. */
export function choices<Choice extends string>(...all: readonly Choice[]): ValueKind<Choice> {
  return {
    wanted: `one of ${all.join(', ')}`,
    accepts: (value): value is Choice => all.includes(value as Choice),
    parse: (text) => text,
    placeholder: all.join('|'),
    choices: all,
    type: all.map(quote).join(' | '),
  };
}

/** True or false: on the command line, the flag alone or with `no-`. */
export const flags: ValueKind<boolean> = {
  wanted: 'true or false',
  accepts: (value): value is boolean => typeof value === 'boolean',
  parse: (text) => text,
  type: 'boolean',
};

/** Any non-empty text. */
export const texts: ValueKind<string> = {
  wanted: 'text that is not empty',
  accepts: (value): value is string => typeof value === 'string' && value !== '',
  parse: (text) => text,
  placeholder: 'text',
  type: 'string',
};

/** A folder's path. */
export const folders: ValueKind<string> = { ...texts, wanted: 'a folder', placeholder: 'folder' };

/** A list of up to 100 whole numbers of 1 or more: on the command line `128,64`, or `none`. */
export const sizes: ValueKind<readonly number[]> = {
  wanted: 'a list of at most 100 whole numbers greater than 0',
  written: 'separated by commas, or none',
  accepts: (value): value is readonly number[] =>
    Array.isArray(value) && value.length <= 100 && value.every(isSize),
  parse: (text) => (text === 'none' ? [] : text.split(',').map(Number)),
  placeholder: 'sizes',
  type: 'readonly number[]',
};

/** Height and width of an image: on the command line `28x28`. */
export const shapes: ValueKind<readonly [rows: number, columns: number]> = {
  wanted: 'rows and columns, whole numbers greater than 0',
  written: 'such as 28x28',
  accepts: (value): value is readonly [number, number] =>
    Array.isArray(value) && value.length === 2 && value.every(isSize),
  parse: (text) => text.split('x').map(Number),
  placeholder: 'shape',
  type: 'readonly [rows: number, columns: number]',
};

/** Weights of some classes by name, or `balanced`: on the command line `cat=2,dog=0.5`. */
export const balancedOrWeights: ValueKind<'balanced' | Readonly<Record<string, number>>> = {
  wanted: "'balanced' or a number greater than 0 for each of some classes, by name",
  written: 'such as cat=2,dog=0.5',
  accepts: (value): value is 'balanced' | Readonly<Record<string, number>> =>
    value === 'balanced' ||
    (typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.keys(value).length > 0 &&
      Object.values(value).every((weight) => Number.isFinite(weight) && weight > 0)),
  parse: (text) =>
    text.includes('=') ? Object.fromEntries(text.split(',').map((each) => nameAndNumber(each))) : text,
  placeholder: 'balanced|weights',
  type: "'balanced' | Readonly<Record<string, number>>",
};

/** Splits at the last equals sign, because a name may contain equals signs. */
function nameAndNumber(text: string): [name: string, value: unknown] {
  const at = text.lastIndexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), parseNumber(text.slice(at + 1))];
}

function isSize(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function isWithin({ from, to, above, below }: NumberLimits, value: number): boolean {
  return (
    (from === undefined || value >= from) &&
    (to === undefined || value <= to) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

function limitsText({ from, to, above, below }: NumberLimits): string {
  if (above !== undefined && below !== undefined) return ` between ${above} and ${below}`;
  const low = from === undefined ? above !== undefined && `greater than ${above}` : `of ${from} or more`;
  const high = to === undefined ? below !== undefined && `less than ${below}` : `at most ${to}`;
  const parts = [low, high].filter((part) => part !== false);
  return parts.length === 0 ? '' : ` ${parts.join(' and ')}`;
}

const quote = (word: string) => `'${word}'`;
