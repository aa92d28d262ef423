import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';

async function recordedReport(live: boolean) {
  const { Report } = await import('../../setup/report.mjs');
  let written = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  }) as NodeJS.WriteStream;
  const drawn = async () => {
    while (written === '') await sleep(10);
  };
  return { report: new Report({ stream, live }), written: () => written, drawn };
}

test('setup writes one plain line per start and end of a step to a pipe', async () => {
  const { report, written } = await recordedReport(false);
  report.start('Library', 'compiling');
  report.update('Library', 'still compiling');
  report.done('Library', 'compiled');
  expect(written()).toMatch(/^Library: compiling\nLibrary: compiled \(\d\.\d s\)\n$/);
});

test('setup shows a line per active step on a terminal, and redraws it in place', async () => {
  const { report, written, drawn } = await recordedReport(true);
  report.start('Library', 'compiling');
  report.start('Jupyter', 'collecting');
  await drawn();
  expect(written()).toMatch(/ {2}Library: compiling \(\d\.\d s\)\n {2}Jupyter: collecting \(\d\.\d s\)\n$/);
  report.done('Jupyter', 'installed');
  const control = '\u001b';
  expect(written()).toContain(`${control}[2A${control}[J`);
  expect(written()).toMatch(/Jupyter: installed \(\d\.\d s\)\n {2}Library: compiling \(\d\.\d s\)\n$/);
  report.stop();
  expect(written().endsWith(`${control}[1A${control}[J`)).toBe(true);
});

test('setup truncates lines to the width of the terminal, because longer ones cannot be redrawn', async () => {
  const { report, written, drawn } = await recordedReport(true);
  report.start('Library', 'x'.repeat(200));
  await drawn();
  expect(written().trimEnd()).toHaveLength(79);
  report.stop();
});
