/** Says how far an execution is: one rewritten line on a terminal, a line now and then in a log. */

export interface Reporter {
  cell(done: number, total: number): void;
  end(outcome: string): void;
}

const logPauseMilliseconds = 10_000;

export function createReporter(name: string): Reporter {
  const terminal = process.stdout.isTTY;
  let lastSaid = 0;
  const say = (text: string) => {
    lastSaid = performance.now();
    process.stdout.write(terminal ? `\r\x1b[K${name}: ${text}` : `${name}: ${text}\n`);
  };
  return {
    cell: (done, total) => {
      if (terminal || done === 0 || performance.now() - lastSaid > logPauseMilliseconds) {
        say(`cell ${done + 1} of ${total}`);
      }
    },
    end: (outcome) => {
      say(outcome);
      if (terminal) process.stdout.write('\n');
    },
  };
}
