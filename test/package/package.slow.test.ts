import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Consumer, ours, run, succeed } from './consumer.js';
import { commonJs, esModule, typeScript } from './programs.js';

const consumer = new Consumer();
const trained = { epochs: 40, right: true };

beforeAll(async () => {
  await consumer.install();
  consumer.linkNodeTypes();
}, 300_000);
afterAll(() => consumer.remove());

test('the packed library is smaller than 1.4 MB, and contains the kernel, templates and licence, but no build files', async () => {
  expect(statSync(path.join(consumer.folder, consumer.tarball)).size).toBeLessThan(1_400_000);
  const { out } = await succeed('tar', ['-tzf', consumer.tarball], consumer.folder);
  const files = out.trim().split('\n');
  expect(files).toContain('package/README.md');
  expect(files).toContain('package/LICENSE');
  expect(files).toContain('package/dist/index.d.ts');
  // The package includes the kernel, and the checksums of its Python packages.
  expect(files).toContain('package/jupyter/kernel/kernel.mjs');
  expect(files).toContain('package/jupyter/requirements.txt');
  expect(files).toContain('package/templates/own_pictures.ipynb');
  // The script of the demo page is bundled in one file.
  expect(files).toContain('package/dist/export/page.bundle.js');
  expect(files.filter((name) => /dist\/export\/page\/.*\.js/.test(name))).toEqual([]);
  expect(files.filter((name) => /tsbuildinfo|\.test\.|node_modules/.test(name))).toEqual([]);
});

test('the command mnist-lab runs without TensorFlow, and names the setup command if TensorFlow is needed', async () => {
  expect(await consumer.run('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+/) });
  const predict = await consumer.run('predict', 'no-model', 'no-image.png');
  expect(predict.code).toBe(3);
  expect(predict.err).toContain('npx mnist-lab setup');
  const required = await run(process.execPath, ['-e', "require('mnist-lab')"], consumer.folder);
  expect(required.err).toContain('Run `npx mnist-lab setup` in your project');
});

test('the package trains and predicts from CommonJS and, with named imports, from ES modules', {
  timeout: 120_000,
}, async () => {
  consumer.linkTensorflow();
  for (const [name, text] of [
    ['train.cjs', commonJs],
    ['train.mjs', esModule],
  ] as const) {
    const { out } = await succeed(process.execPath, [consumer.write(name, text)], consumer.folder);
    expect(JSON.parse(out)).toEqual(trained);
  }
});

test.each(['22', '24', '26'])(
  'the package trains, predicts and passes its self-test on Node %s',
  { timeout: 300_000 },
  async (major) => {
    consumer.linkTensorflow();
    const name = `node-${process.platform}-${process.arch}`;
    await succeed(
      'npm',
      ['install', '--no-save', '--prefix', `node-${major}`, `${name}@${major}`],
      consumer.folder,
    );
    const node = path.join(consumer.folder, `node-${major}`, 'node_modules', name, 'bin', 'node');
    expect((await succeed(node, ['--version'], consumer.folder)).out).toMatch(new RegExp(`^v${major}\\.`));
    const { out } = await succeed(node, [consumer.write('train.mjs', esModule)], consumer.folder);
    expect(JSON.parse(out)).toEqual(trained);
    const command = path.join('node_modules', 'mnist-lab', 'bin', 'mnist-lab.js');
    const doctor = await succeed(node, [command, 'doctor', '--json'], consumer.folder);
    expect(JSON.parse(doctor.out)).toMatchObject({ selfTest: { passed: true } });
  },
);

const compilers = {
  'TypeScript 7': ours('node_modules', 'typescript', 'bin', 'tsc'),
  'TypeScript 5.9': ours('docs', 'node_modules', 'typescript', 'bin', 'tsc'),
  "tslab's TypeScript 5.0": ours('node_modules', '@tslab', 'typescript-for-tslab', 'bin', 'tsc'),
};

test.each([
  ['TypeScript 7', 'node16', 'node16'],
  ['TypeScript 7', 'nodenext', 'nodenext'],
  ['TypeScript 7', 'esnext', 'bundler'],
  ['TypeScript 5.9', 'commonjs', 'node10'],
  ["tslab's TypeScript 5.0", 'commonjs', 'node10'],
] as const)(
  'the package’s types compile in strict mode with %s, module %s and resolution %s',
  { timeout: 120_000 },
  async (...setting) => {
    consumer.linkTensorflow();
    const [compiler, module, moduleResolution] = setting;
    consumer.write('program.ts', typeScript);
    const compilerOptions = { module, moduleResolution, target: 'es2022', types: ['node'], noEmit: true };
    const strictness = { strict: true, noUncheckedIndexedAccess: true, skipLibCheck: true };
    const config = { compilerOptions: { ...compilerOptions, ...strictness }, files: ['program.ts'] };
    consumer.write('tsconfig.json', JSON.stringify(config));
    const { out, code } = await run(process.execPath, [compilers[compiler], '-p', '.'], consumer.folder);
    expect(out).toBe('');
    expect(code).toBe(0);
  },
);

test('the package’s own declarations have no type errors, although those of TensorFlow.js have some', {
  timeout: 120_000,
}, async () => {
  consumer.linkTensorflow();
  consumer.write('entry.ts', "export * from 'mnist-lab';\n");
  const strictness = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--skipLibCheck',
    'false',
    '--ignoreConfig',
  ];
  const { out } = await run(
    process.execPath,
    [
      compilers['TypeScript 7'],
      ...strictness,
      '--noEmit',
      '--module',
      'node16',
      '--types',
      'node',
      'entry.ts',
    ],
    consumer.folder,
  );
  const errors = out.split('\n').filter((line) => line.includes('error TS'));
  expect(errors.filter((line) => line.includes('tfjs'))).not.toEqual([]);
  expect(errors.filter((line) => /^(entry\.ts|node_modules\/mnist-lab)/.test(line))).toEqual([]);
});

test('importing the package loads no danfojs, plotly.js, browser, image decoders or commands', async () => {
  consumer.linkTensorflow();
  const script = "require('mnist-lab'); console.log(JSON.stringify(Object.keys(require.cache)))";
  const { out } = await succeed(process.execPath, ['-e', script], consumer.folder);
  const loaded = JSON.parse(out) as string[];
  expect(loaded.some((file) => file.includes('tfjs-node'))).toBe(true);
  const heavy = /danfojs|plotly|playwright|puppeteer|chromium|sharp|@img|commander|tslab/;
  expect(loaded.filter((file) => heavy.test(path.relative(ours(), file)))).toEqual([]);
});

test('the package.json of the package has exact versions of its dependencies', () => {
  const manifest = readFileSync(ours('lib', 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});
