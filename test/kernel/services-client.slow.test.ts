import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Kernel, KernelManager, type KernelMessage, ServerConnection } from '@jupyterlab/services';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { root } from '../../scripts/lessons/project.js';
import { freePort } from '../end-to-end/free-port.js';
import { temporaryFolderOfFile } from '../temporary-folder.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const folder = temporaryFolderOfFile();
const token = 'of-this-test';

// JupyterLab, Notebook 7 and the Jupyter extension of VS Code all use this library.
describe('a client of @jupyterlab/services', () => {
  let server: ChildProcess;
  let kernel: Kernel.IKernelConnection;

  beforeAll(async () => {
    const port = await freePort();
    const baseUrl = `http://127.0.0.1:${port}/`;
    server = spawn(
      path.join(root, '.venv', 'bin', 'jupyter-server'),
      [
        ...['--no-browser', '--allow-root', `--ServerApp.port=${port}`, '--ServerApp.port_retries=0'],
        `--IdentityProvider.token=${token}`,
      ],
      {
        cwd: root,
        env: { ...process.env, JUPYTER_RUNTIME_DIR: path.join(folder, 'runtime') },
        stdio: 'ignore',
      },
    );
    const answers = () =>
      fetch(`${baseUrl}api`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await answers())) await pause(200);
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const serverSettings = ServerConnection.makeSettings({
      baseUrl,
      wsUrl: baseUrl.replace('http', 'ws'),
      token,
    });
    kernel = await new KernelManager({ serverSettings }).startNew({ name: 'tslab' });
  });
  afterAll(async () => {
    await kernel?.shutdown();
    server?.kill('SIGTERM');
  });

  /** Runs a cell, and calls a function for each output. @returns Its status, and its outputs by kind. */
  async function execute(
    code: string,
    onOutput?: () => void,
  ): Promise<{ status: string; shown: [string, unknown][] }> {
    const future = kernel.requestExecute({ code });
    const shown: [string, unknown][] = [];
    future.onIOPub = ({ header, content }: KernelMessage.IIOPubMessage) => {
      const { text, evalue, data } = content as { text?: string; evalue?: string; data?: object };
      const what = text ?? evalue ?? (data && Object.keys(data));
      if (what === undefined) return;
      shown.push([header.msg_type, what]);
      onOutput?.();
    };
    const { content } = await future.done;
    return { status: content.status, shown };
  }

  test('receives the kernel info', async () => {
    const { status, language_info: language } = await kernel.info;
    expect([status, language.name, language.file_extension]).toEqual(['ok', 'typescript', '.ts']);
  });

  test('runs cells and receives values, displays and errors', async () => {
    expect(await execute('const first: number = 6;\nfirst * 7')).toEqual({
      status: 'ok',
      shown: [['execute_result', ['text/plain']]],
    });
    const table = `import { show } from 'mnist-lab/notebook';\nawait show('a text');`;
    expect(await execute(table)).toEqual({
      status: 'ok',
      shown: [['display_data', ['text/html', 'text/plain']]],
    });
    expect(await execute("throw new RangeError('on purpose')")).toEqual({
      status: 'error',
      shown: [['error', 'on purpose']],
    });
  });

  test('receives completions, inspections and the answer whether a cell is complete', async () => {
    const completed = await kernel.requestComplete({ code: '[1].toSo', cursor_pos: 8 });
    expect(completed.content).toMatchObject({ status: 'ok', matches: ['toSorted'] });
    const inspected = await kernel.requestInspect({ code: 'show(', cursor_pos: 3, detail_level: 0 });
    expect(inspected.content).toMatchObject({ found: true });
    const { content } = await kernel.requestIsComplete({ code: 'function half() {' });
    expect(content.status).toBe('incomplete');
  });

  test('can interrupt a cell, continue with the same variables, and restart without them', async () => {
    let starts = () => {};
    const started = new Promise<void>((resolve) => {
      starts = resolve;
    });
    const stopped = execute("console.log('runs');\nawait new Promise(() => {});", starts);
    // An interrupt before the cell starts would have no effect.
    await started;
    await kernel.interrupt();
    expect(await stopped).toMatchObject({ status: 'error' });
    expect(await execute('first')).toMatchObject({ shown: [['execute_result', ['text/plain']]] });
    await kernel.restart();
    expect(await execute('first')).toMatchObject({ status: 'error' });
  });
});
