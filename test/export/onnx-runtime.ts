import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/lessons/project.js';

const folder = path.join(root, 'build', 'test-programs', 'onnxruntime');

/** The part of onnxruntime-node that the tests use. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: string | Uint8Array): Promise<{
      readonly inputNames: readonly string[];
      readonly outputNames: readonly string[];
      run(
        feeds: Readonly<Record<string, unknown>>,
      ): Promise<Readonly<Record<string, { readonly data: Float32Array }>>>;
      release(): Promise<void>;
    }>;
  };
  readonly Tensor: new (type: 'uint8', data: Uint8Array, shape: readonly number[]) => unknown;
}

/** Installs ONNX Runtime from a lock file, once. It takes 300 MB, so it is not a dependency of the project. */
export function installOnnxRuntime(): OnnxRuntime {
  if (!existsSync(path.join(folder, 'node_modules', 'onnxruntime-node'))) {
    mkdirSync(folder, { recursive: true });
    for (const name of ['package.json', 'package-lock.json'])
      copyFileSync(path.join(__dirname, 'onnx-runtime', name), path.join(folder, name));
    const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return require(path.join(folder, 'node_modules', 'onnxruntime-node')) as OnnxRuntime;
}
