/** The `mnist-lab` command: this file runs it in this process. */

import { runCommandLine } from './cli/run.js';
import { processTerminal } from './cli/terminal.js';

const interruption = new AbortController();
// Ctrl-C, a request to end, and the terminal being closed: each saves what was learned. A second one ends at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => interruption.abort());

void runCommandLine(process.argv.slice(2), processTerminal(), interruption.signal).then((code) => {
  process.exitCode = code;
});
