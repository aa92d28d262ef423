import { describe, expect, test } from 'vitest';
import { type Import, libraryImports } from './imports.js';

/** The layers of `lib/src`, from top to bottom. Folders on one line are independent of each other. */
const layers: readonly (readonly string[])[] = [
  ['cli.ts'],
  ['cli'],
  ['index.ts', 'experiments.ts', 'notebook.ts'],
  ['notebook', 'sweeps'],
  ['figures', 'export'],
  ['lessons'],
  ['experiments'],
  ['training'],
  ['evaluation'],
  ['models'],
  ['layers'],
  ['program'],
  ['datasets'],
  ['images'],
  ['setup'],
  ['tensorflow.ts', 'tensorflow-js.ts'],
  ['load-tensorflow.ts'],
  ['options', 'system', 'terminal'],
  // Small modules that every layer can import, and that can import each other.
  ['colours', 'files', 'random.ts', 'text'],
];
const lowest = layers.length - 1;

/**
 * The layer of a file. Plain programs of the setup, which run before anything is installed, are in the lowest
 * layer.
 */
function placeOf(file: string): { layer: number; folder: string } {
  const folder = file.startsWith('setup/plain/') ? 'setup/plain' : file.split('/')[0]!;
  const layer = folder === 'setup/plain' ? lowest : layers.findIndex((folders) => folders.includes(folder));
  if (layer < 0)
    throw new Error(
      `lib/src/${folder} has no layer: add it to the table in test/house/module-layers.test.ts.`,
    );
  return { layer, folder };
}

/** The rule that an import breaks, if any. */
function fault({ from, to }: Import): string | undefined {
  const [here, there] = [placeOf(from), placeOf(to)];
  if (there.layer < here.layer) return `lib/src/${from} imports up: ${to}`;
  const isSideways = there.layer === here.layer && there.folder !== here.folder && here.layer !== lowest;
  return isSideways ? `lib/src/${from} imports from the same layer: ${to}` : undefined;
}

/** Import cycles, each as its path. */
function cyclesOf(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, above: readonly string[]): void => {
    const at = above.indexOf(file);
    if (at >= 0) found.push([...above.slice(at), file].join(' > '));
    if (at >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...above, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return found;
}

describe('lib/src', () => {
  const imports = libraryImports();

  test('is searched for imports of types and values, inside functions and by require()', () => {
    const has = (from: string, to: string) => imports.some((each) => each.from === from && each.to === to);
    expect(has('figures/roc-figure.ts', 'evaluation/evaluation.ts'), 'of a type').toBe(true);
    expect(has('figures/roc-figure.ts', 'evaluation/roc-curves.ts'), 'of a value').toBe(true);
    expect(has('cli/commands/export.ts', 'cli/commands/export-run.ts'), 'inside a function').toBe(true);
    expect(has('load-tensorflow.ts', 'setup/plain/legacy-util.cjs'), 'by require()').toBe(true);
    expect(has('index.ts', 'training/train.ts'), 'of a re-export').toBe(true);
  });

  test('imports nothing from higher layers, nor from other folders of the same layer, except within the lowest', () => {
    expect(imports.map(fault).filter(Boolean)).toEqual([]);
  });

  test('has no import cycles', () => {
    expect(cyclesOf(imports)).toEqual([]);
  });
});

describe('the check of imports', () => {
  test('reports imports from upper layers, from other folders of the same layer, and from folders without a layer', () => {
    expect(fault({ from: 'models/a.ts', to: 'training/b.ts' })).toBe(
      'lib/src/models/a.ts imports up: training/b.ts',
    );
    expect(fault({ from: 'figures/a.ts', to: 'export/b.ts' })).toContain('imports from the same layer');
    expect(fault({ from: 'text/a.ts', to: 'setup/plain/b.cjs' })).toBeUndefined();
    expect(fault({ from: 'setup/plain/a.cjs', to: 'setup/b.ts' })).toContain('imports up');
    expect(() => fault({ from: 'attic/a.ts', to: 'text/b.ts' })).toThrow('lib/src/attic has no layer');
  });

  test('reports cycles of one, two and three files', () => {
    const ways = ['a>b', 'b>c', 'c>a', 'd>e', 'e>d', 'e>a', 'f>f'].map((way) => way.split('>'));
    expect(cyclesOf(ways.map(([from, to]) => ({ from: from!, to: to! })))).toEqual([
      'a > b > c > a',
      'd > e > d',
      'f > f',
    ]);
  });
});
