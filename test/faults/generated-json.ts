import fc from 'fast-check';
import { damage, damaged } from './damage-bytes.js';
import { placesIn, put, strange } from './damage-json.js';

/** Placeholder for JSON text that is inserted later: values too deep or too long to build directly. */
const hole = '<hole>';

const count = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(1_001, 10_001, 100_000));
const odd = fc.constantFrom('\u001b]0;a\u0007', '\u009b31m', '\u0000', '\u202e', '\ud800', '"', '\\', '../a');
const names = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '');

const deep = fc
  .tuple(fc.constantFrom(['[', ']'], ['{"a":', '}'], ['[{"a":[', ']}]']), count)
  .map(([[open, close], depth]) => `${open!.repeat(depth)}1${close!.repeat(depth)}`);
const long = fc.oneof(
  count.map((length) => `[${'0,'.repeat(length)}0]`),
  count.map((length) => `"${'a'.repeat(10 * length)}"`),
  count.map((length) => `{"${'a'.repeat(10 * length)}":1}`),
  count.map((length) => `{${Array.from({ length }, (_, at) => `"a${at}":${at}`).join()}}`),
);
const twice = fc.tuple(names, fc.json(), fc.json()).map(([name, one, other]) => {
  const key = JSON.stringify(name);
  return `{${key}:${one},${key}:${other}}`;
});
const escapes = fc
  .array(fc.oneof(odd, fc.string({ maxLength: 3 })), { maxLength: 5 })
  .map((parts) => JSON.stringify(parts.join('')));
const inherited = fc.tuple(names, strange).map(([name, value]) => `{"${name}":${JSON.stringify(value)}}`);
const numbers = fc.constantFrom('1e999', '-0', '9007199254740993', '1E-400', '0.1e+1', 'NaN', '01', '-');

const value = fc.oneof(
  deep,
  long,
  twice,
  escapes,
  inherited,
  numbers,
  strange.map((each) => JSON.stringify(each)),
);

/**
 * Valid texts for a reader with one changed value: of another type, deep, long, with duplicate or inherited names, or
 * with escapes. Some are also damaged, and some consist of that value only.
 */
export function generatedJson(example: object): fc.Arbitrary<string> {
  const places = placesIn(example);
  const changed = fc.tuple(fc.constantFrom(...places), fc.option(names), value).map(([way, name, text]) => {
    const copy = structuredClone(example);
    put(copy, name === null ? way : [...way.slice(0, -1), `${hole}name`], hole);
    return JSON.stringify(copy)
      .replace(`"${hole}"`, () => text)
      .replace(`${hole}name`, () => name ?? '');
  });
  const broken = fc.tuple(changed, damage).map(([text, each]) => damaged(Buffer.from(text), each).toString());
  return fc.oneof({ weight: 4, arbitrary: changed }, { weight: 1, arbitrary: broken }, value);
}
