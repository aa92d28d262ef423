import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { python, root } from '../../../scripts/lessons/project.js';

const packages = path.join(root, 'build', 'test-programs', 'tensorboard');

/** Installs TensorBoard once, in a separate folder, because the project does not depend on it. */
export function installTensorBoard(): void {
  if (existsSync(path.join(packages, 'tensorboard', 'main.py'))) return;
  const words = ['--quiet', '--only-binary=:all:', '--require-hashes', '--target', packages];
  const requirements = ['--requirement', path.join(__dirname, 'requirements.txt')];
  execFileSync(python, ['-m', 'pip', 'install', ...words, ...requirements], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Starts TensorBoard on a folder of logs. The returned function queries it as its page does. */
export async function startTensorBoard(
  folder: string,
): Promise<(query: string, body?: object) => Promise<unknown>> {
  const words = ['-m', 'tensorboard.main', '--logdir', folder, '--host', '127.0.0.1', '--port', '0'];
  const server = spawn(python, words, { env: { ...process.env, PYTHONPATH: packages } });
  onTestFinished(() => void server.kill());
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (text) => {
      said += text;
      const found = /at (http:\/\/[\d.:]+)\//.exec(said);
      if (found) resolve(found[1]!);
    });
    server.on('exit', () => reject(new Error(`TensorBoard ended: ${said}`)));
  });
  return async (query, body) => {
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    return await (await fetch(`${address}/data/${query}`, body ? post : {})).json();
  };
}
