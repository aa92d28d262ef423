import fs from 'node:fs';
import path from 'node:path';
import { libraryFolder } from './library.js';
import { pinnedPlatform } from './pinned.js';
import { run } from './plain/run.cjs';
import { hashInputs, stampFits, writeStamp } from './plain/stamp.cjs';
import type { StepReport } from './progress.js';
import { downloadWheel, unpackWheel, type Workplace } from './wheel.js';

// This path is valid from both `src/setup` and `dist/setup`.
const quietLog = path.join(__dirname, '..', '..', 'native', 'quiet-log.cc');

const headersOfNode = () =>
  path.join(path.dirname(require.resolve('node-api-headers/package.json')), 'include');

const addonFile = (tfjsNode: string): string => path.join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node');

const stampOf = (tfjsNode: string) => path.join(path.dirname(addonFile(tfjsNode)), 'mnist-lab.json');

const sources = (tfjsNode: string) => [
  path.join(tfjsNode, 'binding', 'tfjs_backend.cc'),
  path.join(tfjsNode, 'binding', 'tfjs_binding.cc'),
  // On Linux, quiet-log.cc replaces a function of TensorFlow's library. On macOS, it has no effect, because
  // macOS's linker binds each symbol to one library.
  ...(process.platform === 'linux' ? [quietLog] : []),
];

/**
 * Arguments for the compiler. The addon finds TensorFlow's library by a path relative to its own folder, so
 * that the project can be moved.
 */
function compilerArguments(tfjsNode: string, output: string): string[] {
  const library = libraryFolder(tfjsNode);
  const isMac = process.platform === 'darwin';
  return [
    ...['-O2', '-shared', '-fPIC', '-std=c++17', '-DNAPI_VERSION=8'],
    // On macOS, allow undefined symbols, which Node provides.
    ...(isMac ? ['-undefined', 'dynamic_lookup'] : []),
    ...[headersOfNode(), path.join(library, 'include'), tfjsNode].map((folder) => `-I${folder}`),
    ...sources(tfjsNode),
    ...pinnedPlatform().libraries.map((name) => path.join(library, 'lib', name)),
    `-Wl,-rpath,${isMac ? '@loader_path' : '$ORIGIN'}/../../deps/lib`,
    ...['-o', output],
  ];
}

/**
 * The inputs of the addon's stamp, which records that the addon is complete (see `plain/stamp.cjs`): everything
 * that determines its content. They contain no absolute paths, so the stamp stays valid if the project is moved.
 */
function addonInputs(tfjsNode: string) {
  const binding = path.join(tfjsNode, 'binding');
  const files = [...fs.readdirSync(binding).map((name) => path.join(binding, name)), quietLog];
  return {
    sources: files.map((file) => [path.basename(file), hashInputs(fs.readFileSync(file, 'utf8'))]).sort(),
    arguments: compilerArguments('', '').filter((word) => !path.isAbsolute(word) && !word.startsWith('-I')),
    wheel: pinnedPlatform().tensorflow.sha256,
  };
}

/** Whether the addon exists, was compiled from the current sources, and has passed the self-test. */
export function hasAddon(tfjsNode: string): boolean {
  return stampFits(stampOf(tfjsNode), addonInputs(tfjsNode));
}

/** Records that the addon has passed the self-test. */
export function approveAddon(tfjsNode: string): void {
  writeStamp(stampOf(tfjsNode), addonInputs(tfjsNode), [addonFile(tfjsNode)]);
}

async function fetchCompiler(workplace: Workplace, report: StepReport): Promise<string> {
  const wheel = await downloadWheel(pinnedPlatform().compiler, workplace, report);
  const folder = path.join(workplace.directory, 'zig');
  await unpackWheel(wheel, folder, ['ziglang/'], workplace, report);
  const zig = path.join(folder, 'ziglang', 'zig');
  fs.chmodSync(zig, 0o755);
  return zig;
}

/**
 * Compiles tfjs-node's addon with g++, else clang++, else the compiler of the `ziglang` wheel, and renames
 * the result into place. The addon uses only Node-API, so it works with Node 20 and newer.
 *
 * @returns a description of what was done
 * @throws {Error} with the last compiler's output
 */
export async function compileAddon(
  tfjsNode: string,
  workplace: Workplace,
  report: StepReport,
): Promise<string> {
  const output = path.join(workplace.directory, 'tfjs_binding.node');
  const parameters = compilerArguments(tfjsNode, output);
  const cache = path.join(workplace.directory, 'zig-cache');
  const attempt = (program: string, before: string[] = []) =>
    run(program, [...before, ...parameters], {
      lock: workplace.lock,
      signal: workplace.signal,
      env: { ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache },
    });
  const place = () => {
    fs.mkdirSync(path.dirname(addonFile(tfjsNode)), { recursive: true });
    fs.renameSync(output, addonFile(tfjsNode));
  };
  for (const compiler of ['g++', 'clang++']) {
    report.running(`compiling with ${compiler}`);
    try {
      await attempt(compiler);
      place();
      return `compiled with ${compiler}`;
    } catch {
      workplace.signal?.throwIfAborted();
      // This compiler is missing or failed: try the next one. The error reports only the output of the
      // last compiler.
    }
  }
  const zig = await fetchCompiler(workplace, report);
  report.running('compiling with zig c++ (the first use takes up to a minute)');
  // By default, zig compiles for this exact processor, but the project may be moved to a machine with an
  // older one. g++ and clang++ use no newer instructions by default.
  await attempt(zig, ['c++', '-mcpu=baseline']);
  place();
  return 'compiled with zig c++, because g++ and clang++ are missing or failed';
}

/** The versions that the self-test reports. */
export interface SelfTest {
  readonly tensorflow: string;
  /** TensorFlow.js's version. */
  readonly tfjs: string;
}

/**
 * Loads the addon in a separate process, with this Node, and multiplies two matrices.
 * @throws {Error} with the process's last output, if it fails or the product is wrong
 */
export async function testTensorflow(tfjsNode: string, lock?: number): Promise<SelfTest> {
  const words = [path.join(__dirname, 'plain', 'self-test.cjs'), tfjsNode];
  const output = await run(process.execPath, words, { lock }).catch((error: Error) => {
    if (!error.message.includes('was ended by SIGILL')) throw error;
    throw new Error(
      'Loading TensorFlow: it crashed because this processor lacks instructions that it needs, such as AVX on x64 ' +
        '(SIGILL, illegal instruction). Use a newer machine, or let the virtual machine expose its host processor.',
      { cause: error },
    );
  });
  const { product, backend, tensorflow, tfjs } = JSON.parse(output);
  // [[1, 2], [3, 4]] · [[5, 6], [7, 8]], computed by hand.
  if (String(product) !== '19,22,43,50' || backend !== 'tensorflow') {
    throw new Error(
      `TensorFlow's self-test: expected 19,22,43,50 from backend tensorflow but found ${product} from ${backend}`,
    );
  }
  return { tensorflow, tfjs };
}
