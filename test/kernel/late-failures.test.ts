import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { root } from '../../scripts/lessons/project.js';

const thrown = {
  'an error': "new Error('too late')",
  'an object that throws when it is printed':
    "{ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('hostile'); } }",
};

test.each(Object.entries(thrown))(
  '%s that a timer throws, and that cannot be shown in the notebook, is reported on stderr and does not end the process',
  (_, error) => {
    const module = pathToFileURL(path.join(root, 'lib', 'jupyter', 'kernel', 'late-failures.mjs')).href;
    const script = `
    import { catchLateFailures, endProcess } from '${module}';
    catchLateFailures(() => { throw new Error('nobody listens'); });
    setTimeout(() => { throw ${error}; }, 1);
    setTimeout(() => endProcess(5), 50);`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(status).toBe(5);
    expect(stderr).toMatch(/(too late|hostile).*could not be shown in the notebook: Error: nobody listens/s);
  },
);
