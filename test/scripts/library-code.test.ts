import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { libraryCode, withoutInfluence } from '../../scripts/lessons/library-code.js';
import { root } from '../../scripts/lessons/project.js';
import { temporaryFolder } from '../temporary-folder.js';

const lesson = `import { reached } from 'mnist-lab';
import * as lesson from 'mnist-lab/notebook';
const size = reached({ width: 2 });
await lesson.show(size);`;

const library: Readonly<Record<string, string>> = {
  'package.json': '{ "sideEffects": [] }',
  'index.ts': "export { reached, type Shape } from './shapes.js';\nexport { apart } from './apart.js';",
  'notebook.ts': "export { show } from './notebook/show.js';\nexport { hide } from './notebook/hide.js';",
  'shapes.ts': `import { twice } from './twice.js';
export interface Shape { readonly width: number }
/** Doubles it. */
export function reached(shape: Shape): number {
  return twice(shape.width);
}
export function unreached(): number {
  return 1;
}`,
  'twice.ts': 'export const twice = (value: number): number => 2 * value;',
  'apart.ts': 'export const apart = 1;',
  'notebook/show.ts':
    "import { kernel } from './kernel.js';\nexport const show = async (value: unknown) => kernel(value);",
  'notebook/hide.ts': 'export const hide = 1;',
  'notebook/kernel.ts': 'export const kernel = (value: unknown) => value;',
  'cli/command.ts': 'export const command = 1;',
};

/** The code of the small library above that the lesson uses, with some of its files changed. */
function codeWith(changes: Readonly<Record<string, string>> = {}, code = lesson): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ ...library, ...changes })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return libraryCode(code, folder).text;
}

const edited = (name: string, from: string, to: string) => {
  expect(library[name]).toContain(from);
  return codeWith({ [name]: library[name]!.replace(from, to) });
};

describe('the library code that a lesson uses stays the same', () => {
  test.each([
    [
      'a comment is edited',
      'shapes.ts',
      '/** Doubles it. */',
      '/** Makes twice of it.\n * Or so. */\n// Yes.',
    ],
    ['code is formatted differently', 'twice.ts', '=> 2 * value', '=>\n  2   *   value'],
    [
      'a type is edited',
      'shapes.ts',
      'readonly width: number',
      'readonly width: number; readonly height?: number',
    ],
    ['a type annotation is removed', 'twice.ts', '(value: number): number', '(value: any)'],
    ['a function that the lesson does not reach is edited', 'shapes.ts', 'return 1', 'return 2'],
    [
      'a function that the lesson does not reach is added',
      'shapes.ts',
      'export function un',
      'export const size = 3;\nexport function un',
    ],
    ['a file that the lesson does not reach is edited', 'apart.ts', '1', '2'],
    ['a file of lib/src/notebook that the lesson does not reach is edited', 'notebook/hide.ts', '1', '2'],
    ['the command line is edited', 'cli/command.ts', '1', '2'],
    ['code without influence on the outputs is edited', 'notebook/kernel.ts', '=> value', '=> [value]'],
  ])('if %s', (_, name, from, to) => {
    expect(edited(name, from, to)).toBe(codeWith());
  });

  test('if the code of the lesson is edited, even if a variable gets the name of a library function', () => {
    const other =
      "import { reached } from 'mnist-lab';\nimport * as lesson from 'mnist-lab/notebook';\nconst twice = 5;\nawait lesson.show(reached({ width: twice }));";
    expect(codeWith({}, other)).toBe(codeWith());
  });
});

describe('the library code that a lesson uses changes', () => {
  test.each([
    [
      'a function that the lesson calls is edited',
      'shapes.ts',
      'twice(shape.width)',
      'twice(shape.width + 1)',
    ],
    ['a function that the lesson calls indirectly is edited', 'twice.ts', '2 * value', '3 * value'],
    [
      'a function that the lesson calls through a namespace import is edited',
      'notebook/show.ts',
      'kernel(value)',
      'kernel([value])',
    ],
    ['a string is edited', 'notebook/show.ts', 'kernel(value)', "kernel('// no comment')"],
  ])('if %s', (_, name, from, to) => {
    expect(edited(name, from, to)).not.toBe(codeWith());
  });
});

describe('the library code that a lesson uses', () => {
  test('contains a file that the lesson reaches, but not the file of saliency(), and no comments', () => {
    const { files, text } = libraryCode("import { train } from 'mnist-lab'; train();");
    expect(files).toContain('training/graph/training-step.ts');
    expect(files).not.toContain('evaluation/saliency.ts');
    // The code contains no comment and no path of this machine.
    expect(text).not.toContain(root);
    expect(text).not.toContain('Trains a classifier');
  });

  test('has a list of files without influence on outputs, all of which exist', () => {
    const source = path.join(root, 'lib', 'src');
    const places = withoutInfluence.flatMap((one) => one.places);
    expect(places.filter((place) => !existsSync(path.join(source, place)))).toEqual([]);
  });

  test('is less than half as long as the source of the library, for a line with train() and loadDataset()', () => {
    const source = path.join(root, 'lib', 'src');
    const all = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const bytes = all.reduce((sum, name) => sum + readFileSync(path.join(source, name)).length, 0);
    const { text } = libraryCode(
      "import * as library from 'mnist-lab'; library.train(library.loadDataset('mnist'));",
    );
    expect(text.length).toBeLessThan(bytes / 2);
  });
});
