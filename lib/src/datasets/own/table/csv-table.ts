import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { regularFileSize } from '../../../files/paths.js';
import { showText, showValue } from '../../../text/escape.js';
import type { ImageTable } from './image-table.js';

/** The maximum size of a CSV file in bytes, several times the largest dataset in the catalogue. */
const largestCsvFile = 2 ** 32;

const labelNames = /^(labels?|class|target|y)$/i;

/**
 * Reads a CSV file with one image per line: a label and its pixels, 0 to 255 or 0 to 1, as on Kaggle. The
 * label is the column called label, class, target or y in the header. Without such a column, it is the first or
 * the last one, whichever looks like a label.
 *
 * @throws {SyntaxError} if a line has too few or too many values or an invalid number. The message names the
 *   line.
 * @throws {RangeError} if the label column is ambiguous.
 */
export async function readCsvTable(file: string): Promise<ImageTable> {
  await regularFileSize(file, largestCsvFile);
  const table = new GrowingTable(file);
  const lines = createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  for await (const line of lines) {
    number++;
    // Some editors begin a file with a byte order mark.
    const text = number === 1 ? line.replace(/^\ufeff/, '') : line;
    if (text.trim() !== '') table.add(text, number);
  }
  return table.finish();
}

/** The rows read so far. Values are stored as bytes. At the first fraction, all are converted to floats. */
class GrowingTable {
  private separator = ',';
  private columns = 0;
  private firstLine = 0;
  private header: readonly string[] | undefined;
  private rows = 0;
  private values: Uint8Array | Float32Array = new Uint8Array(2 ** 16);
  /**
   * The first and the last field of each row, because either may be the label. If the header names
   * the label column, both are the label.
   */
  private readonly ends: [first: string, last: string][] = [];
  private labelColumn: number | undefined;

  constructor(private readonly file: string) {}

  add(line: string, number: number): void {
    if (this.firstLine === 0) this.separator = separatorOf(line);
    const split = line.split(this.separator);
    // Most files have no quotes or spaces: skip the check of each field.
    const fields = /["\s]/.test(line) ? split.map(unquoted) : split;
    if (this.firstLine === 0) {
      this.firstLine = number;
      this.columns = fields.length;
      if (fields.length < 2)
        throw this.wrong(number, 'a label and pixels, separated by commas', showText(line));
      // A data row has at most one word, the label, so a first line with several is a header.
      if (fields.filter((field) => !isNumber(field)).length > 1) {
        this.header = fields;
        const named = fields.findIndex((name) => labelNames.test(name));
        if (named >= 0) this.labelColumn = named;
        return;
      }
    }
    if (fields.length !== this.columns)
      throw this.wrong(number, `${this.columns} values, as in line ${this.firstLine}`, `${fields.length}`);
    this.reserve();
    const start = this.rows * this.columns;
    for (let column = 0; column < fields.length; column++) {
      const field = fields[column]!;
      const mayBeLabel = this.labelColumn === undefined && (column === 0 || column === fields.length - 1);
      if (column === this.labelColumn || (mayBeLabel && !isNumber(field))) continue;
      const value = Number(field);
      if (!(value >= 0 && value <= 255) || field === '')
        throw this.wrong(number, `a pixel from 0 to 255 in column ${column + 1}`, showValue(field));
      if (!Number.isInteger(value) && this.values instanceof Uint8Array)
        this.values = Float32Array.from(this.values);
      this.values[start + column] = value;
    }
    const label = this.labelColumn;
    this.ends.push(label === undefined ? [fields[0]!, fields.at(-1)!] : [fields[label]!, fields[label]!]);
    this.rows++;
  }

  finish(): ImageTable {
    const { file, columns, rows, values } = this;
    if (rows === 0) throw new SyntaxError(`Reading ${file}: expected a line for each image but found none.`);
    const labelColumn = this.labelColumn ?? this.guessLabel();
    const end = labelColumn === 0 ? 0 : 1;
    const labels = this.ends.map((ends) => plainLabel(ends[end]));
    const other = this.ends.findIndex((ends) => this.labelColumn === undefined && !isNumber(ends[1 - end]!));
    if (other >= 0)
      throw new SyntaxError(
        `Reading ${file}: expected numbers in all columns except the label but found ${showValue(this.ends[other]![1 - end])}.`,
      );
    const pixels = columns - 1;
    // The values can be moved within the array, because they are written behind the reading position.
    for (let row = 0; row < rows; row++)
      for (let column = 0, to = row * pixels; column < columns; column++)
        if (column !== labelColumn) values[to++] = values[row * columns + column]!;
    return { source: file, pixels, values: values.subarray(0, rows * pixels), labels };
  }

  /**
   * The column that looks like a label, first or last: its values are words, or integers that are not all equal. If
   * both do, words are preferred, then integers from 0 without gaps.
   */
  private guessLabel(): number {
    const { file, columns, ends } = this;
    const side = Math.sqrt(columns);
    if (this.header && Number.isInteger(side) && side > 2)
      throw new RangeError(
        `Loading ${file}: expected a column called label but found ${columns} columns, which are ${side} × ${side} pixels without a label. Images without labels can be classified, but not trained or tested on.`,
      );
    const [first, last] = [0, 1].map((end) => {
      const found = new Set(ends.map((each) => each[end]!));
      const areWhole = [...found].every((each) => Number.isInteger(Number(each)));
      const areWords = [...found].some((each) => !isNumber(each));
      const largest = [...found].reduce((most, each) => Math.max(most, Number(each)), 0);
      return {
        areWords,
        isLikely: areWords || (areWhole && found.size > 1),
        isDense: largest === found.size - 1,
      };
    }) as [EndColumn, EndColumn];
    if (first.isLikely !== last.isLikely) return first.isLikely ? 0 : columns - 1;
    if (first.areWords !== last.areWords) return first.areWords ? 0 : columns - 1;
    if (first.isDense !== last.isDense) return first.isDense ? 0 : columns - 1;
    throw new RangeError(
      `Loading ${file}: the label may be in the first or the last column. Add a header line with a column called label.`,
    );
  }

  private reserve(): void {
    const needed = (this.rows + 1) * this.columns;
    if (needed <= this.values.length) return;
    const length = Math.max(needed, 2 * this.values.length);
    const larger = this.values instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
    larger.set(this.values);
    this.values = larger;
  }

  private wrong(line: number, wanted: string, found: string): SyntaxError {
    return new SyntaxError(`Reading ${this.file}, line ${line}: expected ${wanted} but found ${found}.`);
  }
}

interface EndColumn {
  readonly areWords: boolean;
  readonly isLikely: boolean;
  /** Whether the distinct values can be the class indices 0, 1, 2 and so on, without gaps. */
  readonly isDense: boolean;
}

/** The separator in a line. Some locales use semicolons, and some programs tabs. */
function separatorOf(line: string): string {
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: line.split(separator).length }));
  return counts.sort((one, other) => other.count - one.count)[0]!.separator;
}

function unquoted(field: string): string {
  const text = field.trim();
  return text.startsWith('"') && text.endsWith('"') && text.length > 1
    ? text.slice(1, -1).replaceAll('""', '"').trim()
    : text;
}

function isNumber(text: string): boolean {
  return text !== '' && Number.isFinite(Number(text));
}

/** Normalises 5, 5.0 and 05 to `5`. */
function plainLabel(text: string): string {
  return isNumber(text) ? `${Number(text)}` : text;
}
