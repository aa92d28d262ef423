/** Runs the `mnist-lab` command in this process. */

import { runCommandLine } from './cli/run.js';
import { processTerminal } from './cli/terminal.js';

const interruption = new AbortController();
// On each of these signals, the command saves its work and ends. A second Ctrl-C exits immediately.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => interruption.abort());

void runCommandLine(process.argv.slice(2), processTerminal(), interruption.signal).then((code) => {
  process.exitCode = code;
});
