import fs from 'node:fs';
import path from 'node:path';
import { libraryFolder } from './library.js';
import { pinnedPlatform } from './pinned.js';
import { run } from './plain/run.cjs';
import { hashInputs, stampFits, writeStamp } from './plain/stamp.cjs';
import type { StepReport } from './progress.js';
import { downloadWheel, unpackWheel, type Workplace } from './wheel.js';

// The same from `src/setup` and from `dist/setup`.
const quietLog = path.join(__dirname, '..', '..', 'native', 'quiet-log.cc');

const headersOfNode = () =>
  path.join(path.dirname(require.resolve('node-api-headers/package.json')), 'include');

const addonFile = (tfjsNode: string): string => path.join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node');

const stampOf = (tfjsNode: string) => path.join(path.dirname(addonFile(tfjsNode)), 'mnist-lab.json');

const sources = (tfjsNode: string) => [
  path.join(tfjsNode, 'binding', 'tfjs_backend.cc'),
  path.join(tfjsNode, 'binding', 'tfjs_binding.cc'),
  // macOS binds each name to one library, so it could do nothing there.
  ...(process.platform === 'linux' ? [quietLog] : []),
];

/** What the compiler is asked for. The addon finds the library beside itself, wherever the project is moved. */
function compilerArguments(tfjsNode: string, output: string): string[] {
  const library = libraryFolder(tfjsNode);
  const isMac = process.platform === 'darwin';
  return [
    ...['-O2', '-shared', '-fPIC', '-std=c++17', '-DNAPI_VERSION=8'],
    // On macOS the names that Node itself provides must be allowed to be open.
    ...(isMac ? ['-undefined', 'dynamic_lookup'] : []),
    ...[headersOfNode(), path.join(library, 'include'), tfjsNode].map((folder) => `-I${folder}`),
    ...sources(tfjsNode),
    ...pinnedPlatform().libraries.map((name) => path.join(library, 'lib', name)),
    `-Wl,-rpath,${isMac ? '@loader_path' : '$ORIGIN'}/../../deps/lib`,
    ...['-o', output],
  ];
}

/** Everything that decides what the addon is, without paths, so that a project can be moved. */
function addonInputs(tfjsNode: string) {
  const binding = path.join(tfjsNode, 'binding');
  const files = [...fs.readdirSync(binding).map((name) => path.join(binding, name)), quietLog];
  return {
    sources: files.map((file) => [path.basename(file), hashInputs(fs.readFileSync(file, 'utf8'))]).sort(),
    arguments: compilerArguments('', '').filter((word) => !path.isAbsolute(word) && !word.startsWith('-I')),
    wheel: pinnedPlatform().tensorflow.sha256,
  };
}

/** Whether the addon is in place, was compiled from the present sources, and has passed the self-test. */
export function hasAddon(tfjsNode: string): boolean {
  return stampFits(stampOf(tfjsNode), addonInputs(tfjsNode));
}

/** Records that the addon works. */
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
 * Compiles tfjs-node's addon with g++, else clang++, else the compiler of the `ziglang` wheel, and renames it
 * into place. It uses Node's stable interface only, so it serves Node 20 and newer.
 *
 * @returns what was done, in words
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
      // Missing, or without its headers: try the next one. Only the last one's output is shown.
    }
  }
  const zig = await fetchCompiler(workplace, report);
  report.running('compiling with zig c++ (the first use takes up to a minute)');
  // By default zig compiles for this very processor, and the project may move to an older one. g++ and clang++ target
  // the oldest of the kind.
  await attempt(zig, ['c++', '-mcpu=baseline']);
  place();
  return 'compiled with zig c++, as neither g++ nor clang++ would';
}

/** Versions that TensorFlow reported when it was tried. */
export interface SelfTest {
  readonly tensorflow: string;
  /** TensorFlow.js's version. */
  readonly tfjs: string;
}

/**
 * Loads the addon in a process of its own, on this Node, and multiplies two matrices.
 *
 * @throws {Error} with the process's last output, if it fails or the product is wrong
 */
export async function testTensorflow(tfjsNode: string, lock?: number): Promise<SelfTest> {
  const words = [path.join(__dirname, 'plain', 'self-test.cjs'), tfjsNode];
  const output = await run(process.execPath, words, { lock }).catch((error: Error) => {
    if (!error.message.includes('was ended by SIGILL')) throw error;
    throw new Error(
      'Loading TensorFlow: expected a processor that has all its instructions, such as AVX on x64, but it was ended ' +
        'by SIGILL (Illegal instruction). Use a newer machine, or let the virtual machine pass its processor on as it is.',
      { cause: error },
    );
  });
  const { product, backend, tensorflow, tfjs } = JSON.parse(output);
  // [[1, 2], [3, 4]] · [[5, 6], [7, 8]], by hand.
  if (String(product) !== '19,22,43,50' || backend !== 'tensorflow') {
    throw new Error(
      `TensorFlow's self-test: expected 19,22,43,50 from backend tensorflow but found ${product} from ${backend}`,
    );
  }
  return { tensorflow, tfjs };
}
