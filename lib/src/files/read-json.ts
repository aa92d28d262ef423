import { readFileSync, statSync } from 'node:fs';
import { showText } from '../text/escape.js';
import { formatCount } from '../text/format.js';

/** Limits of a JSON text, checked before it is parsed. */
export interface JsonLimits {
  /** Bytes of the text. Defaults to 1 MB. */
  readonly bytes?: number;
  /** Nesting depth of arrays and objects. Defaults to 32. */
  readonly depth?: number;
  /** Elements of an array, members of an object, or characters of a string. Defaults to 10,000. */
  readonly length?: number;
}

/**
 * Reads a JSON file. Every error names the file, without control characters.
 *
 * @throws {SyntaxError} if it is not JSON.
 * @throws {RangeError} if it exceeds the limits.
 * @throws {Error} with the system's `code` if it cannot be read, or without `code` if it is not a file.
 */
export function readJson(file: string, limits: JsonLimits = {}): unknown {
  const { bytes = 1_000_000 } = limits;
  let text: string;
  try {
    const found = statSync(file);
    if (!found.isFile()) throw new Error('it is not a file');
    if (found.size > bytes) throw tooLarge(file, bytes, found.size);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'it does not exist' : showText(message);
    throw Object.assign(new Error(`Reading ${showText(file)}: ${reason}.`, { cause: error }), { code });
  }
  return parseJson(text, file, limits);
}

/**
 * Parses untrusted JSON.
 *
 * @param name Its source, for messages: a path, or the name of a variable.
 * @throws {SyntaxError} if it is not JSON.
 * @throws {RangeError} if it exceeds the limits.
 */
export function parseJson(text: string, name: string, limits: JsonLimits = {}): unknown {
  const { bytes = 1_000_000, depth = 32, length = 10_000 } = limits;
  // Skip encoding if the text is short enough even at three bytes per character.
  if (text.length > bytes || (3 * text.length > bytes && Buffer.byteLength(text) > bytes))
    throw tooLarge(name, bytes, Buffer.byteLength(text));
  const excess = excessOf(text, depth, length);
  if (excess) throw new RangeError(`Reading ${showText(name)}: expected ${excess}.`);
  try {
    // Some editors write a byte order mark.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new SyntaxError(
      `Reading ${showText(name)}: expected JSON but found invalid text (${showText((error as Error).message)}).`,
      { cause: error },
    );
  }
}

/** Whether a value is an object (not null and not an array). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tooLarge(name: string, most: number, found: number): RangeError {
  return new RangeError(
    `Reading ${showText(name)}: expected at most ${formatCount(most)} bytes but found ${formatCount(found)}.`,
  );
}

/**
 * Scans the text once, with little memory, for the first limit that it exceeds. Does not check that it is
 * JSON.
 */
function excessOf(text: string, mostDepth: number, mostLength: number): string | undefined {
  const tooLong = () =>
    `lists, objects and texts of at most ${formatCount(mostLength)} elements but found a longer one`;
  const counts: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (end - at > mostLength + 1) return tooLong();
      at = end;
    } else if (character === '[' || character === '{') {
      if (counts.push(1) > mostDepth)
        return `at most ${mostDepth} lists and objects inside each other but found more`;
    } else if (character === ']' || character === '}') counts.pop();
    else if (character === ',' && counts.length > 0) {
      if (++counts[counts.length - 1]! > mostLength) return tooLong();
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}
