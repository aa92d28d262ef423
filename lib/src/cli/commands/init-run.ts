import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeWholeFile } from '../../files/write-whole-file.js';
import { packageFolder } from '../../system/own-version.js';
import { countOf, listOf } from '../../text/format.js';
import type { CommandResult, ParsedOptions } from '../command.js';
import { inputError } from '../exit-code.js';
import { type TemplateName, templateFiles } from '../init/template-files.js';

const mostListed = 5;

/** Writes a template's files into a folder. Fails if any of them exists. */
export async function runInit(
  [folder = '.']: readonly [string?],
  options: ParsedOptions,
): Promise<CommandResult> {
  const template = (options.template ?? 'project') as TemplateName;
  const directory = path.resolve(folder);
  const library = libraryOf(options.library as string | undefined, directory);
  const files = await templateFiles(template, path.basename(directory), library);
  const inTheWay = [...files.keys()].filter((file) => existsSync(path.join(directory, file)));
  if (inTheWay.length > 0) throw inputError(refusal(directory, template, inTheWay));
  for (const [file, content] of files)
    writeWholeFile(path.join(directory, file), content, 'Creating a project');
  const made = [...files.keys()];
  return {
    data: { directory, template, files: made },
    text: `${filesText(directory, made)}\n${nextText(folder, template)}`,
  };
}

/**
 * The library for `package.json`: a version, or `file:` and the path of a package file or clone, relative to the
 * project. Undefined stands for this version.
 */
function libraryOf(given: string | undefined, directory: string): string | undefined {
  // Install a clone by its path, because its version may not exist in a registry.
  const isClone = existsSync(path.join(packageFolder, 'build.mjs'));
  const place = given ?? (isClone ? packageFolder : undefined);
  if (place === undefined || !existsSync(place)) return place;
  return `file:${path.relative(directory, path.resolve(place))}`;
}

function refusal(directory: string, template: TemplateName, inTheWay: readonly string[]): string {
  const more = inTheWay.length - mostListed;
  const named = more > 0 ? [...inTheWay.slice(0, mostListed), countOf(more, 'other file')] : inTheWay;
  const advice =
    template === 'project'
      ? 'Choose another folder, or use --template own-pictures to add only the notebook.'
      : 'Move them away, or choose another folder.';
  return `Creating a project in ${directory}: these files exist already: ${listOf(named)}. ${advice}`;
}

function filesText(directory: string, files: readonly string[]): string {
  const pictures = files.filter((file) => file.startsWith('pictures/'));
  const others = files.filter((file) => !pictures.includes(file));
  const lines = [...others, `pictures/ (${countOf(pictures.length, 'example image')} in folders by class)`];
  return `Created in ${directory}:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function nextText(folder: string, template: TemplateName): string {
  if (template === 'own-pictures')
    return 'Open the notebook in JupyterLab and enter the folder of your images in its parameters cell.\n';
  const enter = folder === '.' ? [] : [`cd ${folder}`];
  const steps = [
    ...enter,
    'npm install',
    'npm run setup   # once: TensorFlow and JupyterLab',
    'npm run train',
    'npm run lab',
  ];
  return `Next:\n${steps.map((step) => `  ${step}\n`).join('')}`;
}
