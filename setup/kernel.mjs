// @ts-check
/**
 * What Jupyter starts as the kernel: compiles what has changed in the library, then becomes tslab.
 *
 * So an author edits `lib/src`, restarts the kernel, and sees the change. If the library does not compile, the
 * first cell that runs says so, and the kernel goes on with what was compiled last.
 */

import { createRequire } from 'node:module';
import { inProject } from './project.mjs';
import { compileNow } from './steps/library.mjs';

const [connectionFile] = process.argv.slice(2);
if (!connectionFile) throw new Error('Expected the path of a connection file: Jupyter starts this program');

const errors = compileNow();

const require = createRequire(inProject('package.json'));
if (errors) {
  /** @typedef {(request: unknown, writeStream: (name: string, text: string) => void, ...rest: unknown[]) => Promise<unknown>} Execute */
  /** @type {{ JupyterHandlerImpl: { prototype: { handleExecute: Execute } } }} */
  const { JupyterHandlerImpl } = require('tslab/dist/jupyter');
  const execute = JupyterHandlerImpl.prototype.handleExecute;
  JupyterHandlerImpl.prototype.handleExecute = function (request, writeStream, ...rest) {
    JupyterHandlerImpl.prototype.handleExecute = execute;
    writeStream(
      'stderr',
      `The library in lib/src does not compile; this is the last version that did.\n${errors}\n`,
    );
    return execute.call(this, request, writeStream, ...rest);
  };
}

/** @type {{ startKernel(options: { configPath: string, enableFindLocal: boolean }): void }} */
const { startKernel } = require('tslab/dist/main');
startKernel({ configPath: connectionFile, enableFindLocal: false });
