import { expect, test } from 'vitest';
import type { CreateCommand } from '../../lib/src/cli/command.js';
import { commandTable } from '../../lib/src/cli/command-table.js';
import { runRecorded } from './run-recorded.js';

type Command = ReturnType<CreateCommand>;

/** Commands without subcommands, each with its words. */
function leaves(command: Command, before: readonly string[] = []): [string, Command][] {
  const words = [...before, command.name()];
  if (command.commands.length === 0) return [[words.join(' '), command]];
  return command.commands.flatMap((each) => leaves(each, words));
}

test('every command rejects an empty text as each of its arguments and option values', async () => {
  for (const load of Object.values(commandTable))
    for (const [name, command] of leaves((await load())({} as never))) {
      const values = command.registeredArguments.map(() => 'x');
      const words = name.split(' ');
      const cases = [
        ...values.map(
          (_, at) => [`<${command.registeredArguments[at]!.name()}>`, values.with(at, '')] as const,
        ),
        ...command.options
          .filter(({ required }) => required)
          .map(({ long }) => [long!, [...values, long!, '']] as const),
      ];
      for (const [place, rest] of cases) {
        const { code, err } = await runRecorded([...words, ...rest]);
        expect([code, err], `${name} ${place}`).toEqual([
          2,
          expect.stringMatching(new RegExp(`^Reading ${place}: expected .*but found ""`)),
        ]);
      }
    }
});
