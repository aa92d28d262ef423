import type { ExportFormat } from '../../lib/src/export/formats.js';
import { flagOf } from '../../lib/src/options/flags.js';
import {
  isGroup,
  isUnion,
  type Option,
  type OptionTable,
  type OptionTree,
} from '../../lib/src/options/option.js';
import { literal, sentence } from './option-types.js';

/** The page that lists every option of networks, training and exports. */
export function optionsPage({
  model,
  convolutional,
  training,
  formats,
}: {
  readonly model: OptionTree;
  readonly convolutional: OptionTree;
  readonly training: OptionTree;
  readonly formats: readonly ExportFormat[];
}): string {
  return `# All options

<!-- Made from the options' tables by \`npm run options\`: edit those, not this page. -->

The names are fields of the options of \`createDenseClassifier()\`, \`createConvolutionalModel()\` and \`train()\`. The flags belong to \`mnist-lab train\`. Its configuration file uses the flags in camel case.

## The network

${table(Object.entries(model) as [string, Option][], '')}

### Convolutional networks

\`createConvolutionalModel()\`, on the command line \`--architecture cnn\`, takes the same options and two more. Only the default of \`hiddenUnits\` differs.

${table(
  (Object.entries(convolutional) as [string, Option][]).filter(([name, option]) => option !== model[name]),
  '',
)}

## Training

${table(leaves(training), '')}
${Object.entries(training)
  .map(([name, declared]) => section(name, declared))
  .join('')}
## Exporting

Formats of \`mnist-lab export\`, each chosen by the ending of the output's name or by \`--format\`.

${formatTable(formats)}
`;
}

function formatTable(formats: readonly ExportFormat[]): string {
  const rows = formats.map(
    ({ name, help, endings, weightBits = 'not rounded', example: [line, purpose] }) => {
      const names = endings.map((ending) => `\`${ending}\``).join(', ') || 'a folder';
      const cells = [
        `\`${name}\``,
        help,
        names,
        `${weightBits}`,
        `\`mnist-lab export models/digit ${line}\`, ${purpose}`,
      ];
      return `| ${cells.join(' | ')} |`;
    },
  );
  return [
    '| `--format` | what it is | output | bits per weight | example |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function leaves(tree: OptionTree): [string, Option][] {
  return Object.entries(tree).filter(
    (entry): entry is [string, Option] => !isGroup(entry[1]) && !isUnion(entry[1]),
  );
}

function section(name: string, declared: OptionTree[string]): string {
  if (isUnion(declared)) {
    const kinds = Object.entries(declared.kinds).map(([kind, { help, options }]) => {
      const rows = Object.entries(options);
      return `\n**\`'${kind}'\`**: ${help}.\n${rows.length === 0 ? '' : `\n${table(rows, '')}\n`}`;
    });
    return `\n### \`${name}\`\n\n${sentence(declared.help)} On the command line \`--${flagOf(declared.flag)}\`.\n${kinds.join('')}`;
  }
  if (isGroup(declared))
    return `\n### \`${name}\`\n\n${sentence(declared.help)}\n\n${table(Object.entries(declared.options), `${name}.`)}\n`;
  return '';
}

function table(rows: readonly (readonly [string, OptionTable[string]])[], prefix: string): string {
  const lines = rows.map(([name, { kind, help, standard, standardText, flag }]) => {
    const defaults = standardText ?? (standard === undefined ? '' : literal(standard).replaceAll('`', ''));
    const cells = [`\`${prefix}${name}\``, `\`--${flagOf(flag ?? name)}\``, kind.wanted, defaults, help];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| name | flag | value | default | what it is |', '| --- | --- | --- | --- | --- |', ...lines].join(
    '\n',
  );
}
