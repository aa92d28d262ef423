import { Command, CommanderError } from 'commander';
import { ownVersion } from '../system/own-version.js';
import { escapeLines, showText, showValue } from '../text/escape.js';
import { didYouMean } from '../text/suggest.js';
import { type CommandContext, type CommandResult, examplesText } from './command.js';
import { commandTable } from './command-table.js';
import { CommandError, type ExitCode, exitCode, exitCodeMeaning, usageError } from './exit-code.js';
import type { Terminal } from './terminal.js';

/**
 * Runs one command line.
 *
 * @param words The arguments, without `node` and the script.
 * @param signal Aborted when the user interrupts.
 * @returns The exit code. All output goes to the terminal.
 */
export async function runCommandLine(
  words: readonly string[],
  given: Terminal,
  signal: AbortSignal = new AbortController().signal,
): Promise<ExitCode> {
  // Escape control characters, because names of files, classes and options may contain them.
  const terminal: Terminal = {
    ...given,
    out: (text) => given.out(escapeLines(text)),
    err: (text) => given.err(escapeLines(text)),
  };
  // The format of errors must be known even if parsing fails. Words after "--" are not options.
  const asksForJson = words
    .slice(0, words.includes('--') ? words.indexOf('--') : undefined)
    .includes('--json');
  let code: ExitCode = exitCode.done;
  let usage = '';
  const finish: CommandContext['finish'] = (result: CommandResult, json: boolean) => {
    if (json) terminal.out(`${JSON.stringify(result.data, null, 2)}\n`);
    else if (result.hasColours) given.out(result.text);
    else terminal.out(result.text);
    code = result.exitCode ?? exitCode.done;
  };
  const program = await createProgram(words[0], { terminal, signal, finish });
  configure(program, terminal, (text) => {
    usage += text;
  });
  try {
    refuseUnknownHelp(words, program);
    await program.parseAsync(words, { from: 'user' });
    return signal.aborted ? exitCode.interrupted : code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCode.done;
    const failure = explain(error, usage, signal);
    if (asksForJson) terminal.out(`${JSON.stringify({ error: failure }, null, 2)}\n`);
    else terminal.err(`${failure.message}\n`);
    if (error instanceof Error && (process.env.MNIST_LAB_DEBUG || isBug(error)))
      terminal.err(`${error.stack}\n`);
    return failure.exitCode;
  }
}

/** Rejects `help` for an unknown command, for which commander would show the general help. */
function refuseUnknownHelp([first, topic]: readonly string[], program: Command): void {
  const names = program.commands.map((command) => command.name());
  if (first !== 'help' || topic === undefined || names.includes(topic) || topic.startsWith('-')) return;
  throw usageError(
    `Unknown command ${showValue(topic)}.${didYouMean(topic, names)} Known: ${names.join(', ')}.`,
  );
}

/** Configures the help of every command. Usage errors are collected, to be printed once, as text or as JSON. */
function configure(command: Command, terminal: Terminal, collect: (text: string) => void): void {
  const path = commandPath(command);
  command
    .helpOption('-h, --help', 'show help')
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError(`See \`${path} --help\`.`)
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: collect,
      getOutHelpWidth: () => Math.min(terminal.progress.columns, 100),
      getErrHelpWidth: () => Math.min(terminal.progress.columns, 100),
    });
  for (const child of command.commands) configure(child, terminal, collect);
}

function commandPath(command: Command): string {
  return command.parent ? `${commandPath(command.parent)} ${command.name()}` : command.name();
}

function explain(
  error: unknown,
  usage: string,
  signal: AbortSignal,
): { message: string; exitCode: ExitCode } {
  if (signal.aborted) return { message: 'Interrupted.', exitCode: exitCode.interrupted };
  if (error instanceof CommanderError) {
    const text = usage.trim().replace(/^error: /, '') || error.message;
    // Escape the user's input, which commander puts in single quotes.
    const message = text.replace(/'([^']*)'/g, (_, typed: string) => `'${showText(typed)}'`);
    return { message, exitCode: exitCode.usage };
  }
  if (error instanceof CommandError) return { message: error.message, exitCode: error.exitCode };
  const message = error instanceof Error ? error.message : String(error);
  return { message, exitCode: isMissingTensorFlow(error) ? exitCode.notSetUp : exitCode.failed };
}

function isMissingTensorFlow(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'MNIST_LAB_NOT_SET_UP';
}

/** Whether an error is of a kind that only bugs throw. These errors are reported with their stack trace. */
function isBug(error: Error): boolean {
  return error instanceof TypeError || error instanceof ReferenceError;
}

const exitCodes = Object.entries(exitCodeMeaning).map(([code, meaning]) => `  ${code.padEnd(5)}${meaning}\n`);

/**
 * The program with only the named command, because loading the options of all commands takes a tenth of a
 * second. If no command has that name, the program has all commands.
 */
async function createProgram(name: string | undefined, context: CommandContext): Promise<Command> {
  const program = new Command('mnist-lab')
    .description(
      'Train, evaluate and use small image classifiers for MNIST, Fashion-MNIST or your own images.',
    )
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText(
      'after',
      examplesText([
        ['mnist-lab setup', 'install the native TensorFlow library for this project'],
        ['mnist-lab train mnist --output models/digit', 'train a network on handwritten digits and save it'],
        [
          'mnist-lab predict models/digit three.png --show',
          'classify an image and draw what the network sees',
        ],
        ['mnist-lab datasets verify --json', 'check the datasets in the cache, for a script'],
      ]),
    )
    .addHelpText('after', `Exit codes:\n${exitCodes.join('')}`);
  const isCommand = name !== undefined && Object.hasOwn(commandTable, name);
  for (const each of isCommand ? [name] : Object.keys(commandTable)) {
    const create = await commandTable[each]!();
    program.addCommand(create(context));
  }
  return program;
}
