import { Command, type Option } from 'commander';
import type { ExitCode } from './exit-code.js';
import type { Terminal } from './terminal.js';

/** What a command found or did, for people and for programs. */
export interface CommandResult {
  /** Printed by `--json`, as one document. */
  readonly data: object;
  /** Printed otherwise; ends in a line break. */
  readonly text: string;
  /** Defaults to `exitCode.done`. */
  readonly exitCode?: ExitCode;
}

/** What every command is given besides its own arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Called once with what the command found or did. */
  readonly finish: (result: CommandResult, json: boolean) => void;
}

/** A command of its own, with `--json`, its arguments and what it does. */
export interface CommandDefinition {
  readonly name: string;
  /** A phrase for the list of commands, without a capital or a stop. */
  readonly summary: string;
  /** Sentences at the top of the help. Defaults to the summary. */
  readonly description?: string;
  /** Commander's notation and a description: `['<image...>', 'image files']`. */
  readonly arguments?: readonly (readonly [notation: string, description: string])[];
  readonly options?: readonly Option[];
  /** Command lines, each with what it is for. */
  readonly examples: readonly (readonly [line: string, purpose: string])[];
}

/** Options as commander parses them, in camel case. */
export type ParsedOptions = Readonly<Record<string, unknown>> & { readonly json?: boolean };

/** Builds a command whose `run` gets its arguments in order, then its options. */
export function defineCommand(
  definition: CommandDefinition,
  context: CommandContext,
  run: (values: readonly unknown[], options: ParsedOptions, command: Command) => Promise<CommandResult>,
): Command {
  const { name, summary } = definition;
  const description = definition.description ?? `${summary[0]!.toUpperCase()}${summary.slice(1)}.`;
  const command = new Command(name).summary(summary).description(description);
  for (const [notation, text] of definition.arguments ?? []) command.argument(notation, text);
  for (const option of definition.options ?? []) command.addOption(option);
  command.option('--json', 'print the result as one JSON document');
  command.addHelpText('after', examplesText(definition.examples));
  command.action(async (...all: unknown[]) => {
    const options = command.opts<ParsedOptions>();
    context.finish(await run(all.slice(0, -2), options, command), options.json ?? false);
  });
  return command;
}

/** The part of a help page that shows command lines. */
export function examplesText(examples: CommandDefinition['examples']): string {
  const lines = examples.map(([line, purpose]) => `  $ ${line}\n      ${purpose}`);
  return `\nExamples:\n${lines.join('\n')}\n`;
}
