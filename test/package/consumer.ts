import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { compileLibrary } from '../compile-library.js';

const repository = path.resolve(__dirname, '..', '..');

/** The end of a program: its output and exit code. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end in a clean environment, as a user's shell would and npm does not. */
export async function run(
  command: string,
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const kept = Object.entries(process.env).filter(
    // NODE_EXTRA_CA_CERTS belongs to the machine, as proxy settings do, and not to npm or vitest.
    ([name]) => name === 'NODE_EXTRA_CA_CERTS' || !/^(npm_|NODE_|VITEST|MNIST_LAB_|TF_)/i.test(name),
  );
  try {
    const { stdout, stderr } = await promisify(execFile)(command, [...args], {
      cwd: folder,
      env: { ...Object.fromEntries(kept), ...environment },
      maxBuffer: 64_000_000,
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { code, out: stdout, err: stderr };
  }
}

/** Like `run`, but throws an error with all output if the program fails. */
export async function succeed(...program: Parameters<typeof run>): Promise<Run> {
  const [command, args] = program;
  const result = await run(...program);
  if (result.code !== 0) {
    const words = [command, ...args].join(' ');
    throw new Error(`${words} ended with code ${result.code}:\n${result.out}${result.err}`);
  }
  return result;
}

/** Another project, in a folder of its own, with the packed library installed. */
export class Consumer {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-consumer-'));
  tarball = '';

  /** Compiles and packs the library, and installs the package with npm's defaults, including install scripts. */
  async install(): Promise<void> {
    compileLibrary();
    await succeed('npm', ['pack', '-w', 'lib', '--pack-destination', this.folder], repository);
    this.tarball = readdirSync(this.folder).find((name) => name.endsWith('.tgz'))!;
    this.write('package.json', JSON.stringify({ name: 'consumer', version: '1.0.0', private: true }));
    await succeed('npm', ['install', '--ignore-scripts=false', `./${this.tarball}`], this.folder);
  }

  /** Links this project's tfjs-node, with TensorFlow, to where `mnist-lab setup` would install it. */
  linkTensorflow(): void {
    linkTensorflow(this.folder);
  }

  /** Installs the types of Node, as every TypeScript project for Node has them. */
  linkNodeTypes(): void {
    const scope = path.join(this.folder, 'node_modules', '@types');
    mkdirSync(scope, { recursive: true });
    symlinkSync(path.join(repository, 'node_modules', '@types', 'node'), path.join(scope, 'node'));
  }

  write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }

  run(...words: readonly string[]): Promise<Run> {
    return run('npx', ['--no-install', 'mnist-lab', ...words], this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Links this project's tfjs-node, with TensorFlow, into a project that has none. */
export function linkTensorflow(project: string): void {
  const scope = path.join(project, 'node_modules', '@tensorflow');
  mkdirSync(scope, { recursive: true });
  const own = path.join(repository, 'node_modules', '@tensorflow', 'tfjs-node');
  if (!existsSync(path.join(scope, 'tfjs-node'))) symlinkSync(own, path.join(scope, 'tfjs-node'));
}

/** A path inside this repository. */
export function ours(...parts: readonly string[]): string {
  return path.join(repository, ...parts);
}
