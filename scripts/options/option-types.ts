import {
  isGroup,
  isUnion,
  type Option,
  type OptionGroup,
  type OptionTree,
  type OptionUnion,
} from '../../lib/src/options/option.js';

const printWidth = 110;

/** The types of a tree's values, as TypeScript. `names` has a name for the type of each group and union. */
export function typesOf(
  tree: OptionTree,
  whole: { readonly name: string; readonly help: string },
  names: Readonly<Record<string, string>> = {},
): string {
  const parts: string[] = [];
  const fields: string[] = [];
  for (const [name, declared] of Object.entries(tree)) {
    const type = names[name];
    if (isUnion(declared)) {
      parts.push(unionType(type!, declared));
      const bare = declared.bareNumber === undefined ? kindNames(declared) : 'number';
      fields.push(
        field(name, `${sentence(declared.help)} Defaults to ${standardOf(declared)}.`, `${bare} | ${type}`),
      );
    } else if (isGroup(declared)) {
      parts.push(groupType(type!, declared));
      fields.push(field(name, sentence(declared.help), type!));
    } else fields.push(optionField(name, declared, false));
  }
  parts.push(
    `${comment(`${whole.help}. All fields are optional.`, '')}export interface ${whole.name} {\n${fields.join('')}}\n`,
  );
  return parts.join('\n');
}

function groupType(name: string, { help, options, required = [] }: OptionGroup): string {
  const fields = Object.entries(options).map(([key, option]) =>
    optionField(key, option, required.includes(key)),
  );
  return `${comment(sentence(help), '')}export interface ${name} {\n${fields.join('')}}\n`;
}

function unionType(name: string, { help, kinds }: OptionUnion): string {
  const members = Object.entries(kinds).map(([kind, group]) => {
    const fields = Object.entries(group.options).map(([key, option]) =>
      optionField(key, option, (group.required ?? []).includes(key), '      '),
    );
    return `${comment(sentence(group.help), '  ')}  | {\n      readonly kind: '${kind}';\n${fields.join('')}    }`;
  });
  return `${comment(sentence(help), '')}export type ${name} =\n${members.join('\n')};\n`;
}

function optionField(
  name: string,
  { kind, help, standard, standardText }: Option,
  required: boolean,
  indent = '  ',
): string {
  const text = standardText ?? (standard === undefined ? undefined : literal(standard));
  const defaults = required || text === undefined ? '' : ` Defaults to ${text}.`;
  return field(name, `${sentence(help)}${defaults}`, kind.type, required, indent);
}

function field(name: string, doc: string, type: string, required = false, indent = '  '): string {
  return `${comment(doc, indent)}${indent}readonly ${name}${required ? '' : '?'}: ${type};\n`;
}

/** Formats a doc comment, on one line if it fits. */
function comment(text: string, indent: string): string {
  const line = `${indent}/** ${text} */`;
  if (line.length <= printWidth) return `${line}\n`;
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    if (`${indent} * ${current} ${word}`.length > printWidth) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return `${indent}/**\n${[...lines, current].map((each) => `${indent} * ${each}\n`).join('')}${indent} */\n`;
}

function kindNames({ kinds }: OptionUnion): string {
  return Object.keys(kinds)
    .map((kind) => `'${kind}'`)
    .join(' | ');
}

function standardOf({ kinds, standardKind, bareNumber }: OptionUnion): string {
  return bareNumber === undefined
    ? `'${standardKind}'`
    : literal(kinds[standardKind]!.options[bareNumber]!.standard);
}

/** A default as it is written in code. */
export function literal(value: unknown): string {
  const text = JSON.stringify(value).replaceAll(',', ', ');
  return typeof value === 'string' ? `\`'${value}'\`` : text;
}

/** A phrase as a sentence. */
export function sentence(phrase: string): string {
  return `${phrase[0]!.toUpperCase()}${phrase.slice(1)}.`;
}
