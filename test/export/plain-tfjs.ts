import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';

/**
 * The predictions of plain TensorFlow.js, without this library or the native addon, for an export served over HTTP.
 */
export async function classifyWithPlainTfjs(
  exported: string,
  images: Uint8Array,
  shape: readonly number[],
): Promise<{
  readonly probabilities: readonly number[];
  readonly metadata: Readonly<Record<string, unknown>>;
}> {
  const file = path.join(projectWithTfjs(), 'classify.mjs');
  copyFileSync(path.join(__dirname, 'plain-tfjs.mjs'), file);
  const input = JSON.stringify({ images: [...images], shape });
  return JSON.parse(await lastLine([file, `${await serve(exported)}/model.json`, input])) as never;
}

/** Runs the code of `MODEL.md` on an image, unchanged except for the URL. @returns The predicted class name. */
export async function runDescription(exported: string, pixels: Uint8Array): Promise<string> {
  const [, code] = /```js\n(.*?)```/s.exec(readFileSync(path.join(exported, 'MODEL.md'), 'utf8'))!;
  const file = path.join(projectWithTfjs(), 'described.mjs');
  const own = code!.replace("'model.json'", JSON.stringify(`${await serve(exported)}/model.json`));
  writeFileSync(file, `${own}\nconsole.log(classify([${pixels}]).className);\n`);
  return await lastLine([file]);
}

/** A folder with only `@tensorflow/tfjs` installed. */
function projectWithTfjs(): string {
  const folder = temporaryFolder();
  const scope = path.join(folder, 'node_modules', '@tensorflow');
  mkdirSync(scope, { recursive: true });
  symlinkSync(path.resolve('node_modules', '@tensorflow', 'tfjs'), path.join(scope, 'tfjs'));
  return folder;
}

/** The last line, because TensorFlow.js prints a greeting under Node. */
async function lastLine(words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return stdout.trim().split('\n').at(-1)!;
}

/** Serves a folder until the test ends. @returns The URL of the folder. */
async function serve(folder: string): Promise<string> {
  const server = createServer(({ url }, response) => {
    response.end(readFileSync(path.join(folder, path.basename(url!))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
