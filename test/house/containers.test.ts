import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const read = (file: string) => readFileSync(file, 'utf8');
const find = (text: string, pattern: RegExp) => pattern.exec(text)?.[1];

const rootManifest = JSON.parse(read('package.json')) as {
  engines: { node: string };
  scripts: Record<string, string>;
};
const dockerfile = read('Dockerfile');
const binder = read('binder/environment.yml');
const major = find(dockerfile, /^ARG NODE_VERSION=(\d+)$/m);

describe('the container files', () => {
  test('use the Node version of the CI workflow, which package.json supports', () => {
    expect(find(read('.github/workflows/ci.yml'), /^ +node: \[(\d+)\]$/m)).toBe(major);
    expect(find(binder, /- nodejs=(\d+)$/m)).toBe(major);
    expect(Number(major)).toBeGreaterThanOrEqual(Number(find(rootManifest.engines.node, />=(\d+)/)));
  });

  test('pin plotly for Binder to the version that the project uses', () => {
    const wanted = find(read('lib/jupyter/requirements.txt'), /^plotly==(\S+)/m);
    expect(find(binder, /- plotly==(\S+)$/m)).toBe(wanted);
  });

  test('keep everything that git ignores out of the Docker image', () => {
    const plain = (text: string) =>
      text
        .split('\n')
        .filter((line) => line && !line.startsWith('#'))
        .map((line) => line.replace(/^(!?)(\*\*\/|\/)?/, '$1').replace(/\/$/, ''));
    const left = plain(read('.dockerignore'));
    expect(plain(read('.gitignore')).filter((line) => !left.includes(line))).toEqual([]);
  });

  test('refer to existing build stages and npm scripts, and binder/postBuild is executable', () => {
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
    const { build } = JSON.parse(read('.devcontainer/devcontainer.json')) as { build: { target: string } };
    expect(stages).toContain(build.target);
    for (const [, name] of dockerfile.matchAll(/--from=(\S+)/g)) expect(stages).toContain(name);
    const commands = [...dockerfile.matchAll(/npm run (\w+)|"npm", "run", "(\w+)"/g)];
    expect(commands.map((found) => found[1] ?? found[2])).toEqual(['setup', 'lab']);
    for (const command of ['setup', 'lab']) expect(rootManifest.scripts).toHaveProperty(command);
    expect(statSync('binder/postBuild').mode & 0o111).not.toBe(0);
  });

  test('run JupyterLab as the user node, not as root', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(find(last, /^USER (\S+)$/m)).toBe('node');
  });
});
