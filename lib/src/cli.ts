/** The `mnist-lab` command: this file runs it in this process. */

import { runCommandLine } from './cli/run.js';
import { processTerminal } from './cli/terminal.js';

const interruption = new AbortController();
// Each of these saves what was learned; a second Ctrl-C ends at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => interruption.abort());

void runCommandLine(process.argv.slice(2), processTerminal(), interruption.signal).then((code) => {
  process.exitCode = code;
});
