import { describe, expect, it } from 'vitest';
import type { Figure } from '../../lib/src/figures/figure.js';
import { escapeText } from '../../lib/src/figures/text.js';
import { exampleFigures } from './example-figures.js';

/** All strings in a value, at any depth. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

/** All texts of a figure except its description, which is plain text. */
const drawn = ({ data, layout }: Figure) => textsOf([data, layout]);

describe('every figure', () => {
  it('escapes text that comes from data', () => {
    const hostile = '<img src=x>&amp;$1$';
    let seen = 0;
    for (const figure of exampleFigures({ classNames: [hostile, 'b', 'c'] })) {
      for (const text of drawn(figure)) {
        expect(text, figure.name).not.toContain('<img');
        expect(text, figure.name).not.toContain('$1$');
        if (text.includes(escapeText(hostile))) seen++;
      }
    }
    expect(seen).toBeGreaterThan(20);
  });

  it('has a description in sentences with numbers, without markup', () => {
    for (const { name, description } of exampleFigures()) {
      expect(description, name).toMatch(/^[A-Z\d].*\d.*\.$/s);
      expect(description, name).not.toMatch(/[<>]b|&lt;|NaN|undefined/);
    }
  });

  it('writes percentages without a space before the sign', () => {
    for (const figure of exampleFigures()) {
      for (const text of [...drawn(figure), figure.description]) {
        expect(text.replace(/%\{[^}]*\}/g, '7'), figure.name).not.toMatch(/\d %/);
      }
    }
  });

  it('has a unique name', () => {
    const names = exampleFigures().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('has a transparent background and the width of its container', () => {
    for (const { name, layout } of exampleFigures()) {
      expect(layout.paper_bgcolor, name).toBe('rgba(0, 0, 0, 0)');
      expect(layout.width, name).toBeUndefined();
    }
  });

  it('is equal if it is made again from the same data', () => {
    expect(exampleFigures()).toEqual(exampleFigures());
  });

  it('has a title that fits on a phone', () => {
    for (const { name, layout } of exampleFigures()) {
      const lines = (layout.title as { text: string }).text.split('<br>');
      expect(lines.length, name).toBeLessThanOrEqual(2);
      expect(lines[0]!.replace(/<[^>]*>/g, '').length, name).toBeLessThanOrEqual(40);
      expect((lines[1] ?? '').replace(/<[^>]*>/g, '').length, name).toBeLessThanOrEqual(64);
    }
  });

  it('contains only finite numbers with at most eight decimals', () => {
    for (const figure of exampleFigures()) {
      const text = JSON.stringify([figure.data, figure.layout.xaxis, figure.layout.yaxis], (_key, value) => {
        if (typeof value === 'number') expect(Number.isFinite(value), figure.name).toBe(true);
        return value;
      });
      expect(text, figure.name).not.toMatch(/\d\.\d{9}/);
    }
  });

  it('stays below 300 kB for a thousand images of 28 × 28 pixels', () => {
    for (const figure of exampleFigures({
      count: 1000,
      rows: 28,
      columns: 28,
      classNames: [...'0123456789'],
    })) {
      expect(Buffer.byteLength(JSON.stringify(figure)), figure.name).toBeLessThan(300_000);
    }
  });
});
