import { inspect } from 'node:util';
import { lessonDefaults } from '../../lib/src/cli/flags.js';
import type { ExportFormat } from '../../lib/src/export/formats.js';
import { flagOf, flagsOf, flagsOfOptions } from '../../lib/src/options/flags.js';
import {
  isGroup,
  isUnion,
  type Option,
  type OptionGroup,
  type OptionTable,
  type OptionTree,
  type OptionUnion,
} from '../../lib/src/options/option.js';
import type { TrainOptions } from '../../lib/src/training/train-options.js';
import { literal } from './option-types.js';

/** An example of each group of training options, written on the page in code and as flags. */
const examples: TrainOptions = {
  learningRate: { kind: 'oneCycle', peak: 0.004 },
  optimizer: { kind: 'adamw', weightDecay: 0.05 },
  augmentation: { shiftPixels: 2, rotateDegrees: 10 },
  augmentationAnnealing: { start: 0.6, finalStrength: 0.2 },
  earlyStopping: { patience: 3, monitor: 'validationAccuracy' },
  checkpoint: { directory: 'state', everyEpochs: 5 },
};

/** The page that lists the options of networks, training and export. */
export function optionsPage({
  command,
  network,
  model,
  convolutional,
  training,
  formats,
}: {
  /** Options of `mnist-lab train` only. */
  readonly command: OptionTable;
  /** Options of networks that `mnist-lab train` has. */
  readonly network: OptionTree;
  readonly model: OptionTable;
  readonly convolutional: OptionTable;
  readonly training: OptionTree;
  readonly formats: readonly ExportFormat[];
}): string {
  const schedule = exampleOf(training, 'learningRate');
  const ofNetwork = new Set(flagsOf(network).map(({ name }) => name));
  const networkFlag = (name: string) =>
    ofNetwork.has(name) || name === 'seed' ? `\`--${flagOf(name)}\`` : 'set by the dataset';
  return `# Options of networks, training and export

<!-- Made from the options' tables by \`npm run options\`: edit those, not this page. -->

You can set an option in three places:

| place | example |
| --- | --- |
| code | \`train(model, images, ${schedule.code})\` |
| command line of \`mnist-lab train\` | \`${schedule.flags}\` |
| JSON file for \`mnist-lab train --config\` | \`${schedule.json}\` |

In the tables below, the name is for code and the flag is for the command line. A JSON file uses the flags in camel case: \`--batch-size\` becomes \`batchSize\`. \`npx mnist-lab train --help\` also lists the options for files, such as \`--output\`.

On the command line, flags for true and false take no value: \`--calibrate\` means true, \`--no-calibrate\` means false. Separate the numbers of a list with commas, as in \`--hidden-units 128,64\`. For an empty list, write \`none\`. Write the size of an image as \`28x28\`, and class weights as \`cat=2,dog=0.5\`.

## Data

These are flags of \`mnist-lab train\`, not options of \`train()\`. In code, use \`loadDataset()\`, \`splitValidation()\`, \`trainRecipe()\`, \`measureInputScaling()\` and \`calibrateModel()\`. With \`--recipe\`, the values of the recipe replace the defaults on this page.

${table(
  ['flag', 'value', 'default', 'description'],
  Object.entries(command).map(([name, option]) => [
    `\`--${flagOf(name)}\``,
    option.kind.wanted,
    defaultOf(option),
    option.help,
  ]),
)}

The values of \`--preprocessing\`:

- \`resize\` scales the whole image, whatever its proportions.
- \`crop\` first crops the image to the largest part in the middle that has the network's proportions.
- \`mnist\` finds the character, such as a digit. It centres and scales it as in MNIST.
- \`fashion-mnist\` finds the garment on a plain background. It crops and scales it as in Fashion-MNIST, with a dark background.

## Networks

\`createDenseClassifier()\` takes these options. It also takes \`classNames\`, \`inputScaling\` and \`preprocessing\`, which your editor describes. On the command line, \`--seed\` also sets the seeds of the training and of the validation split.

Some defaults depend on the dataset, for example "[128, 64]; fashion-mnist: [256, 128]". The value after "fashion-mnist" is for \`createFashionModel()\` and \`mnist-lab train fashion-mnist\`. A value after "mnist" is for \`createDigitModel()\` and \`mnist-lab train mnist\`. The first value is for all other datasets, including your own images.

${table(
  ['name', 'flag', 'value', 'default', 'description'],
  Object.entries(model).map(([name, option]) => [
    `\`${name}\``,
    networkFlag(name),
    option.kind.wanted,
    [defaultOf(option), ...lessonDefaults(name, defaultOf(option))].join('; '),
    option.help,
  ]),
)}

### Convolutional networks

\`createConvolutionalModel()\` and \`mnist-lab train --architecture cnn\` take the same options and three more. The defaults of \`hiddenUnits\` and \`dropoutRate\` are [128] and 0 for all datasets.

${table(
  ['name', 'flag', 'value', 'default', 'description'],
  Object.entries(convolutional)
    .filter(([name, option]) => option !== model[name])
    .map(([name, option]) => optionRow(name, option)),
)}

## Training

\`train()\` takes these options. It also takes \`validation\` images, an abort \`signal\` and callbacks, which your editor describes. Some options form a group, such as \`earlyStopping\`. A required option must be set if you use its group. The engine \`'auto'\` is \`'graph'\` if the graph supports all layers of the network, otherwise \`'layers'\`.

${table(
  ['name', 'flag', 'value', 'default', 'description'],
  leaves(training).map(([name, option]) => optionRow(name, option)),
)}
${Object.entries(training)
  .map(([name, declared]) => section(training, name, declared))
  .join('')}
## Exporting

\`mnist-lab export\` writes these formats. The extension of the output file selects the format. You can also select it with \`--format\`.

${formatTable(formats)}
`;
}

/** An example of an option in code, as flags and as JSON. */
function exampleOf(training: OptionTree, name: string) {
  const example = { [name]: examples[name as keyof TrainOptions] };
  const flags = flagsOfOptions(training, example);
  return {
    code: inspect(example, { breakLength: Number.POSITIVE_INFINITY }),
    flags: Object.entries(flags)
      .map(([flag, value]) => `--${flagOf(flag)} ${value}`)
      .join(' '),
    json: inspectJson(flags),
  };
}

function inspectJson(values: object): string {
  const fields = Object.entries(values).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  return `{ ${fields.join(', ')} }`;
}

function formatTable(formats: readonly ExportFormat[]): string {
  const rows = formats.map(({ name, help, endings, weightBits, example: [line, purpose] }) => [
    `\`${name}\``,
    help,
    endings.map((ending) => `\`${ending}\``).join(', ') || 'a folder',
    weightBits === undefined
      ? 'always 32'
      : `${weightBits}, or ${[8, 16, 32].filter((bits) => bits !== weightBits).join(' or ')} with \`--weight-bits\``,
    `\`npx mnist-lab export models/digit ${line}\`, ${purpose}`,
  ]);
  return table(['`--format`', 'content', 'output', 'bits per weight', 'example'], rows);
}

function leaves(tree: OptionTree): [string, Option][] {
  return Object.entries(tree).filter(
    (entry): entry is [string, Option] => !isGroup(entry[1]) && !isUnion(entry[1]),
  );
}

function section(training: OptionTree, name: string, declared: OptionTree[string]): string {
  if (!isUnion(declared) && !isGroup(declared)) return '';
  const { code, flags } = exampleOf(training, name);
  const text = isUnion(declared) ? unionText(name, declared) : groupText(name, declared);
  return `\n### \`${name}\`\n\n${text}\n\nExample: \`${code}\`, on the command line \`${flags}\`.\n`;
}

function groupText(name: string, { help, options, required }: OptionGroup): string {
  const rows = Object.entries(options).map(([key, option]) =>
    optionRow(`${name}.${key}`, { flag: key, ...option }, required?.includes(key)),
  );
  return `\`${name}\` ${help}.\n\n${table(['name', 'flag', 'value', 'default', 'description'], rows)}`;
}

function unionText(name: string, union: OptionUnion): string {
  const { kinds, flag, bareNumber, standardKind } = union;
  const standard = bareNumber && kinds[standardKind]?.options[bareNumber]?.standard;
  const either =
    bareNumber === undefined
      ? `a value from the first table, by default \`'${standardKind}'\`, or an object.`
      : `a number, by default ${standard}, or an object. A number stands for the kind \`'${standardKind}'\`.`;
  const described = Object.entries(kinds).map(([kind, group]) => [
    `\`'${kind}'\``,
    `\`--${flagOf(flag)} ${flagOf(kind)}\``,
    group.help,
  ]);
  return [
    `\`${name}\` is ${either} An object has a field \`kind\` with a value from the first table, and options of this kind from the second.`,
    table(['kind', 'flag', 'description'], described),
    'The kinds have these options:',
    table(['name', 'kinds', 'flag', 'value', 'default', 'description'], optionsByKind(union)),
  ].join('\n\n');
}

/** Rows of a table of options: kinds that have an option with the same default share a row. */
function optionsByKind({ kinds }: OptionUnion): string[][] {
  const rows = new Map<string, string[]>();
  for (const [kind, { options, required }] of Object.entries(kinds))
    for (const [name, option] of Object.entries(options)) {
      const cells = optionRow(name, option, required?.includes(name));
      const same = rows.get(cells.join());
      if (same) same[1] += `, ${kind}`;
      else rows.set(cells.join(), [cells[0]!, kind, ...cells.slice(1)]);
    }
  return [...rows.values()];
}

function optionRow(name: string, option: Option, isRequired = false): string[] {
  const { help, flag = name } = option;
  const inCode = isRequired ? 'required' : defaultOf(option);
  const onCommandLine =
    isRequired && option.standard !== undefined ? ` (on the command line ${defaultOf(option)})` : '';
  return [`\`${name}\``, `\`--${flagOf(flag)}\``, option.kind.wanted, `${inCode}${onCommandLine}`, help];
}

/** The default as a cell of a table. */
function defaultOf({ kind, standard, standardText }: Option): string {
  const unset = kind.placeholder === undefined ? 'false' : 'none';
  return standardText ?? (standard === undefined ? unset : literal(standard).replaceAll('`', ''));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
