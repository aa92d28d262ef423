import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { KernelSession } from './kernel-session.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** Code for a training run that would take much longer than the test. */
const training = `
const halves = { images: new Uint8Array(4 * 6000).map((_, at) => (at * 37) % 256), labels: new Uint8Array(6000).map((_, at) => at % 2),
  count: 6000, rows: 2, columns: 2, classNames: ['a', 'b'] };
const model = createDenseClassifier({ imageShape: [2, 2], classNames: ['a', 'b'], hiddenUnits: [64] });
const recipe = { epochs: 5_000 };`;
const train = "await train(model, halves, { ...recipe, ...lesson.trainingProgress('Long') });";

let kernel: KernelSession;
beforeAll(async () => {
  kernel = await KernelSession.start();
  await kernel.execute(
    "import { createDenseClassifier, train } from 'mnist-lab';\nimport * as lesson from 'mnist-lab/notebook';",
  );
});
afterAll(() => kernel.close());

/** Long enough for a signal to reach the kernel: signals and requests arrive in no fixed order. */
const signalMilliseconds = 300;

/** Waits until the cell's output shows that training has begun. */
async function underWay(id: string): Promise<void> {
  await kernel.broadcast(({ type, content, ...rest }) => {
    const { parent } = rest as { parent?: string };
    const data = content.data as Record<string, string> | undefined;
    return parent === id && /display_data$/.test(type) && /epoch [2-9]/.test(data?.['text/plain'] ?? '');
  });
}

test('after an interrupt, a training run returns its result so far and its cell continues', async () => {
  const { id, ended } = await kernel.send(`${training}\nconst history = ${train}\nconst after = 5;`);
  await underWay(id);
  kernel.interrupt();
  const { reply, errors, text } = await ended;
  expect({ status: reply.status, errors, text }).toEqual({ status: 'ok', errors: [], text: '' });
  const { value: kept } = await kernel.execute(
    '[recipe.epochs, history.stoppedBy, history.epochs.length > 0, after]',
  );
  expect(kept).toBe("[ 5000, 'aborted', true, 5 ]");
});

test('after an interrupt at the start of its cell, a training run returns and the cell continues', async () => {
  const { id, ended } = await kernel.send(`const early = ${train}\nconst afterEarly = 6;`);
  await kernel.broadcast((message) => {
    const { parent } = message as { parent?: string };
    return parent === id && message.type === 'execute_input';
  });
  kernel.interrupt();
  expect((await ended).reply.status).toBe('ok');
  expect((await kernel.execute('[early.stoppedBy, afterEarly]')).value).toBe("[ 'aborted', 6 ]");
});

test('an interrupt of the running cell aborts a queued cell', async () => {
  const { id, ended } = await kernel.send(`const second = ${train}`);
  const next = await kernel.send("console.log('next');");
  await underWay(id);
  kernel.interrupt();
  expect((await ended).reply.status).toBe('ok');
  expect((await next.ended).reply.status).toBe('aborted');
});

test('a training run that starts after an interrupt of another one is not affected', async () => {
  await kernel.execute('recipe.epochs = 2;');
  expect((await kernel.execute(`(${train.slice(0, -1)}).stoppedBy`)).value).toBe('epochs');
  await kernel.execute('recipe.epochs = 5_000;');
});

test('a second interrupt aborts a cell that continued after the first', async () => {
  const { id, ended } = await kernel.send(`${train}\nconsole.log('now');\nawait new Promise(() => {});`);
  await underWay(id);
  kernel.interrupt();
  await kernel.broadcast(({ content }) => content.text === 'now\n');
  kernel.interrupt();
  expect((await ended).reply).toMatchObject({ status: 'error', ename: 'Interrupted' });
});

test.each([
  ['waits forever', "const reached = 1;\nconsole.log('waits');\nawait new Promise(() => {});"],
  ['runs an endless loop', "const reached = 1;\nconsole.log('waits');\nwhile (true) {}"],
])('an interrupt aborts a cell that %s, and the kernel keeps its variables', async (_, code) => {
  const { ended, id } = await kernel.send(code);
  await kernel.broadcast((message) => {
    const { parent } = message as { parent?: string };
    return parent === id && message.content.text === 'waits\n';
  });
  kernel.interrupt();
  const { reply, errors } = await ended;
  expect(reply).toMatchObject({ status: 'error', ename: 'Interrupted' });
  expect(errors).toEqual(['Interrupted: The cell was stopped. Work that it started may still be running.']);
  expect((await kernel.execute('reached')).value).toBe('1');
});

test('an interrupt has no effect while the kernel is idle', async () => {
  kernel.interrupt();
  await pause(signalMilliseconds);
  expect((await kernel.execute('1 + 1')).value).toBe('2');
});

test('the kernel survives two interrupts after a cell has added a SIGINT handler', async () => {
  await kernel.execute("process.on('SIGINT', () => {});");
  kernel.interrupt();
  await pause(signalMilliseconds);
  kernel.interrupt();
  await pause(signalMilliseconds);
  expect((await kernel.execute('1 + 1')).value).toBe('2');
});
