import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/lessons/project.js';
import { compileLibrary } from '../compile-library.js';
import { loadWhole } from '../models/marked-model.js';
import { temporaryFolder } from '../temporary-folder.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';

const rounds = faultCases(20);
const runs = 8;
beforeAll(compileLibrary);

function startPublisher(build: string): ChildProcess {
  const words = ['--import', 'tsx', path.join(__dirname, 'publisher.ts'), build, String(runs)];
  return spawn(process.execPath, words, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
}

test(`two processes that publish results into one build folder leave complete models, pages and results, in each of ${rounds} rounds`, {
  timeout: 1_800_000,
  ...tries('publications', rounds),
}, async () => {
  for (let round = 1; round <= rounds; round++) {
    const build = temporaryFolder();
    const model = path.join(build, 'models', 'digit');
    const publishers = [startPublisher(build), startPublisher(build)];
    const ended = publishers.map((publisher) => once(publisher, 'exit'));
    await Promise.all(publishers.map((publisher) => once(publisher.stdout!, 'data')));
    for (const publisher of publishers) publisher.stdin!.write('begin\n');
    const all = Promise.all(ended);
    let isOver = false;
    void all.then(() => {
      isOver = true;
    });
    while (!existsSync(path.join(model, 'model.json'))) await new Promise(setImmediate);
    while (!isOver) {
      await loadWhole(model);
      expect(readFileSync(path.join(build, 'page.html'), 'utf8')).toHaveLength(1_000_000);
    }
    expect(await all).toEqual([
      [0, null],
      [0, null],
    ]);
    await loadWhole(model);
    expect(readdirSync(build).toSorted()).toEqual(['models', 'page.html', 'results.json']);
    expect(readdirSync(model)).toHaveLength(2);
    const results = JSON.parse(readFileSync(path.join(build, 'results.json'), 'utf8'));
    expect(Object.keys(results)).toHaveLength(2 * runs);
  }
});
