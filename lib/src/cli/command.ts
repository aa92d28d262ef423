import { Command, type Option } from 'commander';
import { type ExitCode, usageError } from './exit-code.js';
import type { Terminal } from './terminal.js';

/** The result of a command, as text and as data. */
export interface CommandResult {
  /** The result as data, which `--json` prints as one document. */
  readonly data: object;
  /** The result as text, printed without `--json`. It ends in a line break. */
  readonly text: string;
  /** Whether the text has colour codes, so it is printed without escaping control characters. Defaults to false. */
  readonly hasColours?: boolean;
  /** Exit code of the process. Defaults to `exitCode.done`. */
  readonly exitCode?: ExitCode;
}

/** Passed to every command in addition to its own arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Aborted by SIGINT (Ctrl-C), SIGTERM and SIGHUP. */
  readonly signal: AbortSignal;
  /** Receives the result. If the command throws, it is not called. */
  readonly finish: (result: CommandResult, json: boolean) => void;
}

/** Creates a command. Heavy code is loaded only when the command runs. */
export type CreateCommand = (context: CommandContext) => Command;

type RunCommand<Values extends readonly unknown[]> = (
  values: Values,
  options: ParsedOptions,
  context: CommandContext,
) => Promise<CommandResult>;

interface CommandDefinition<Values extends readonly unknown[]> {
  readonly name: string;
  /** A phrase for the list of commands, without a capital or a full stop. */
  readonly summary: string;
  /** Sentences at the top of the help. Defaults to the summary. */
  readonly description?: string;
  /** Commander's notation and a description: `['<image...>', 'image files']`. */
  readonly arguments?: readonly (readonly [notation: string, description: string])[];
  readonly options?: readonly Option[];
  /** Command lines, each with its purpose. */
  readonly examples: Examples;
  /** Loads the command's code when it runs. */
  readonly load: () => Promise<RunCommand<Values>>;
}

type Examples = readonly (readonly [line: string, purpose: string])[];

/** Options as commander parses them, in camel case. */
export type ParsedOptions = Readonly<Record<string, unknown>> & { readonly json?: boolean };

export function defineCommand<Values extends readonly unknown[]>(
  definition: CommandDefinition<Values>,
): CreateCommand {
  const { name, summary, load } = definition;
  const description = definition.description ?? `${summary[0]!.toUpperCase()}${summary.slice(1)}.`;
  return (context) => {
    const command = new Command(name).summary(summary).description(description);
    for (const [notation, text] of definition.arguments ?? []) command.argument(notation, text);
    for (const option of definition.options ?? []) command.addOption(option);
    command.option('--json', 'print the result as one JSON document');
    command.addHelpText('after', examplesText(definition.examples));
    return command.action(async (...all: unknown[]) => {
      requireTexts(command);
      const options = command.opts<ParsedOptions>();
      const run = await load();
      // The last two arguments are the options and the command itself.
      const values = all.slice(0, -2) as unknown as Values;
      context.finish(await run(values, options, context), options.json ?? false);
    });
  };
}

/**
 * An empty text, often from an unset variable of a shell, would mean the current folder or the default.
 *
 * @throws {CommandError} if an argument or a given option is empty.
 */
function requireTexts(command: Command): void {
  const given = command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map((option) => [option.long, command.getOptionValue(option.attributeName())] as const);
  const places = command.registeredArguments.map(
    (argument, at) => [`<${argument.name()}>`, command.processedArgs[at]] as const,
  );
  for (const [place, value] of [...places, ...given])
    if ([value].flat().includes(''))
      throw usageError(`Reading ${place}: expected text that is not empty but found "".`);
}

/** The help section with example command lines. */
export function examplesText(examples: Examples): string {
  const lines = examples.map(([line, purpose]) => `  $ ${line}\n      ${purpose}`);
  return `\nExamples:\n${lines.join('\n')}\n`;
}
