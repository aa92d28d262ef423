/** The `mnist-lab` command: this file runs it in this process. */

import { runCommandLine } from './cli/run.js';
import { processTerminal } from './cli/terminal.js';

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
process.once('SIGTERM', () => interruption.abort());

void runCommandLine(process.argv.slice(2), processTerminal(), interruption.signal).then((code) => {
  process.exitCode = code;
});
