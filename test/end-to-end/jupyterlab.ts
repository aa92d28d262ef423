import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lesson } from '../../lib/src/lessons/lesson.js';
import { type Notebook, readNotebook, writeNotebook } from '../../scripts/lessons/notebook.js';
import { committed, root } from '../../scripts/lessons/project.js';
import { fewImagesVariable } from '../lessons/few-images.js';
import { freePort } from './free-port.js';

/** A running JupyterLab on the copy of a notebook. */
export interface JupyterLab {
  /** URL of the notebook in JupyterLab. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Starts JupyterLab in a temporary folder of the project, with temporary settings instead of the user's. It opens a copy
 * of the notebook, because JupyterLab saves open notebooks.
 *
 * @param change Called with the committed notebook. It returns the notebook to open.
 */
export async function startJupyterLab(
  theme: 'Light' | 'Dark',
  lesson: Lesson,
  change = (notebook: Notebook) => notebook,
): Promise<JupyterLab> {
  mkdirSync(path.join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(path.join(root, 'build', 'test-lab-'));
  const copy = path.join(folder, 'notebooks', lesson.notebook);
  mkdirSync(path.dirname(copy), { recursive: true });
  writeNotebook(copy, change(readNotebook(committed(lesson))));
  const port = await freePort();
  const server = spawn(path.join(root, '.venv', 'bin', 'jupyter-lab'), serverArguments(port), {
    cwd: path.join(folder, 'notebooks'),
    env: {
      ...process.env,
      ...environment(folder, theme),
      MNIST_LAB_PARAMETERS: fewImagesVariable(lesson.name),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const written = collect(server);
  await answers(`http://127.0.0.1:${port}/api/status`, server, written);
  return {
    address: `http://127.0.0.1:${port}/lab/tree/${lesson.notebook}`,
    close: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function serverArguments(port: number): string[] {
  return [
    '--no-browser',
    '--allow-root',
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    '--IdentityProvider.token=',
    '--ServerApp.root_dir=.',
    // This setting exposes window.jupyterapp, through which tests run commands.
    '--LabApp.expose_app_in_browser=True',
    '--LabApp.news_url=None',
  ];
}

function environment(folder: string, theme: string): Record<string, string> {
  const settings = path.join(folder, 'settings', '@jupyterlab');
  const write = (extension: string, name: string, value: object) => {
    mkdirSync(path.join(settings, extension), { recursive: true });
    writeFileSync(path.join(settings, extension, `${name}.jupyterlab-settings`), JSON.stringify(value));
  };
  write('apputils-extension', 'themes', { theme: `JupyterLab ${theme}` });
  write('apputils-extension', 'notification', { fetchNews: 'false', checkForUpdates: false });
  // With this setting, JupyterLab renders every output, including those outside the window.
  write('notebook-extension', 'tracker', { windowingMode: 'none' });
  return {
    JUPYTER_CONFIG_DIR: path.join(folder, 'config'),
    JUPYTER_RUNTIME_DIR: path.join(folder, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: path.join(folder, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: path.join(folder, 'workspaces'),
    MNIST_LAB_BUILD: path.join(folder, 'build'),
  };
}

function collect(server: ChildProcess): () => string {
  let text = '';
  server.stderr?.on('data', (chunk) => {
    text = (text + chunk).slice(-4000);
  });
  return () => text;
}

async function answers(url: string, server: ChildProcess, written: () => string): Promise<void> {
  while (server.exitCode === null) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await pause(200);
  }
  throw new Error(`JupyterLab ended with code ${server.exitCode}: ${written()}`);
}
