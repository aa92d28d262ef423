import { spawnSync } from 'node:child_process';
import path from 'node:path';

let isCompiled = false;

/** Compiles the library for tests of its compiled code, once per process, in well under a second. */
export function compileLibrary(): void {
  if (isCompiled) return;
  const build = path.resolve(__dirname, '..', 'lib', 'build.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [build], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The library does not compile:\n${stdout}${stderr}`);
  isCompiled = true;
}
