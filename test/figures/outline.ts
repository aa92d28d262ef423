import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { Figure } from '../../lib/src/figures/figure.js';

type Fields = Readonly<Record<string, unknown>>;

/** A figure in a few lines: its texts, and the visible properties of each trace and axis. */
export function outline({ name, description, data, layout }: Figure): string {
  const title = (layout.title as { text: string }).text;
  const axes = Object.entries(layout).filter(([key]) => /axis\d*$/.test(key)) as [string, Fields][];
  const parts = ['shapes', 'annotations', 'images'].flatMap((key) =>
    Array.isArray(layout[key]) && layout[key].length > 0 ? [`  ${key} ${ofList(layout[key])}`] : [],
  );
  return [
    `${name}: ${title}`,
    `  ${description}`,
    `  height ${layout.height}, legend ${layout.showlegend}`,
    ...data.map(({ type, ...fields }) => `  ${type} ${ofFields(fields)}`),
    ...axes.map(([key, fields]) => `  ${key} ${ofFields(fields)}`),
    ...parts,
    '',
  ].join('\n');
}

/** Style settings that an outline omits, because they carry little information. */
const left = new Set([
  'automargin',
  'fixedrange',
  'gridcolor',
  'linecolor',
  'ticks',
  'zeroline',
  'hoverinfo',
]);

function ofFields(fields: Fields): string {
  return Object.entries(fields)
    .filter(([key, value]) => !left.has(key) && value !== undefined)
    .map(([key, value]) => `${key}=${ofValue(value)}`)
    .join(' ');
}

function ofValue(value: unknown): string {
  if (Array.isArray(value)) return ofList(value);
  if (typeof value === 'object' && value !== null) return `(${ofFields(value as Fields)})`;
  return typeof value === 'string' ? ofText(value) : String(value);
}

/**
 * The outline of a list. Short lists are written in full. For longer lists, it has the length, the first and
 * last item, and the mean of numbers.
 */
function ofList(list: readonly unknown[]): string {
  const all = list.flat(2);
  if (all.length <= 3) return `[${all.map(ofValue).join(', ')}]`;
  const numbers = all.filter((value) => typeof value === 'number');
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const told = numbers.length > 0 ? `, mean ${Number(mean.toPrecision(4))}` : '';
  return `[${ofValue(all[0])} … ${ofValue(all.at(-1))}, ${all.length} in all${told}]`;
}

/** A PNG is identified by its pixels, because versions of Node compress them into different bytes. */
function ofText(text: string): string {
  if (!text.startsWith('data:image/png')) return JSON.stringify(text);
  const file = Buffer.from(text.split(',')[1]!, 'base64');
  const start = file.indexOf('IDAT');
  const pixels = inflateSync(file.subarray(start + 4, start + 4 + file.readUInt32BE(start - 4)));
  const sum = createHash('sha256').update(pixels).digest('hex').slice(0, 16);
  return `PNG of ${file.readUInt32BE(16)} × ${file.readUInt32BE(20)}, pixels ${sum}`;
}
