import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { python, root } from '../../scripts/lessons/project.js';

/** A message of the kernel. */
export interface KernelMessage {
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
}

export interface CellRun {
  readonly reply: Readonly<Record<string, unknown>>;
  /** All messages broadcast for the cell, in order. */
  readonly messages: readonly KernelMessage[];
  /** The text that it printed. */
  readonly text: string;
  /** The value of its last expression, as text. */
  readonly value: string | undefined;
  /** Its `error` messages as text. */
  readonly errors: readonly string[];
}

export interface ExecuteOptions {
  readonly stopOnError?: boolean;
  /** Whether the client can ask a person for a line of input. Programs that execute notebooks set it to false. */
  readonly allowStdin?: boolean;
}

interface Line extends Partial<KernelMessage> {
  readonly channel?: 'iopub' | 'shell' | 'stdin';
  readonly parent?: string;
  readonly sent?: string;
  readonly number?: number;
  readonly started?: number;
  readonly ended?: number;
}

/** A real kernel, used through Jupyter's own client. */
export class KernelSession {
  private readonly bridge: ChildProcess;
  private readonly lines: Line[] = [];
  private readonly waiting = new Set<() => void>();
  private requests = 0;

  /** Starts a kernel as Jupyter does for a notebook in `folder`. The caller closes it. */
  static async start(folder = path.join(root, 'notebooks', 'mnist_digit')): Promise<KernelSession> {
    const session = new KernelSession(folder);
    await session.line(({ started }) => started !== undefined);
    return session;
  }

  private constructor(folder: string) {
    const program = path.join(__dirname, 'bridge.py');
    this.bridge = spawn(python, [program, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.bridge.stdout! }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      this.lines.push(JSON.parse(line) as Line);
      for (const wake of this.waiting) wake();
    });
  }

  /** Process ID of the kernel. */
  get processId(): number {
    return this.lines.find(({ started }) => started !== undefined)!.started!;
  }

  /** All messages that the kernel has broadcast so far. */
  get broadcasts(): readonly (KernelMessage & { readonly parent: string })[] {
    return this.lines.filter(({ channel }) => channel === 'iopub') as never;
  }

  /** How often the kernel has asked for a line. Each time, the answer was `typed`. */
  get questions(): number {
    return this.lines.filter(({ channel }) => channel === 'stdin').length;
  }

  /** Sends a cell, and waits until it has ended. */
  async execute(code: string, options: ExecuteOptions = {}): Promise<CellRun> {
    return (await this.send(code, options)).ended;
  }

  /** Sends a cell and does not wait for it. */
  async send(
    code: string,
    { stopOnError = true, allowStdin = true }: ExecuteOptions = {},
  ): Promise<{ readonly id: string; readonly ended: Promise<CellRun> }> {
    const id = await this.ask('execute', { code, stop_on_error: stopOnError, allow_stdin: allowStdin });
    return { id, ended: this.ended(id) };
  }

  /** The text that Shift+Tab shows with the cursor after this many characters. */
  async inspect(code: string, cursor: number): Promise<{ readonly found: boolean; readonly text: string }> {
    const { content } = await this.reply(await this.ask('inspect', { code, cursor_pos: cursor }));
    const data = content!.data as Record<string, string>;
    return { found: content!.found as boolean, text: data['text/plain'] ?? '' };
  }

  /** The reply to Enter in a console. */
  async isComplete(code: string): Promise<Readonly<Record<string, unknown>>> {
    return (await this.reply(await this.ask('is_complete', { code }))).content!;
  }

  async history(request: object): Promise<Readonly<Record<string, unknown>>> {
    return (await this.reply(await this.ask('history', request))).content!;
  }

  /** The completions that Tab shows with the cursor after this many characters. */
  async complete(code: string, cursor: number): Promise<Readonly<Record<string, unknown>>> {
    return (await this.reply(await this.ask('complete', { code, cursor_pos: cursor }))).content!;
  }

  /** Interrupts the kernel, as the stop button does. */
  interrupt(): void {
    this.write({ request: 'interrupt' });
  }

  /** Waits until the kernel broadcasts a matching message. */
  async broadcast(isWanted: (message: KernelMessage) => boolean): Promise<void> {
    await this.line((line) => line.channel === 'iopub' && isWanted(line as KernelMessage));
  }

  /** Shuts the kernel down as Jupyter does. @returns Its exit code. */
  async close(): Promise<number> {
    this.bridge.stdin!.end();
    return (await this.line(({ ended }) => ended !== undefined)).ended!;
  }

  /** Ends the parent process of the kernel, as `kill -9` does. */
  killClient(): void {
    this.bridge.kill('SIGKILL');
  }

  private async ended(id: string): Promise<CellRun> {
    const reply = await this.reply(id);
    await this.line(
      (line) => line.parent === id && line.type === 'status' && line.content?.execution_state === 'idle',
    );
    const messages = this.lines.filter(
      ({ parent, channel }) => parent === id && channel === 'iopub',
    ) as readonly KernelMessage[];
    const of = (type: string) => messages.filter((message) => message.type === type);
    return {
      reply: reply.content!,
      messages,
      text: of('stream')
        .map(({ content }) => content.text)
        .join(''),
      value: of('execute_result')
        .map(({ content }) => (content.data as Record<string, string>)['text/plain'])
        .at(-1),
      errors: of('error').map(({ content }) => (content.traceback as string[]).join('\n')),
    };
  }

  private reply(id: string): Promise<Line> {
    return this.line(({ channel, parent }) => channel === 'shell' && parent === id);
  }

  private async ask(request: string, content: object): Promise<string> {
    const number = ++this.requests;
    this.write({ request, number, ...content });
    return (await this.line((line) => line.number === number)).sent!;
  }

  private write(request: object): void {
    this.bridge.stdin!.write(`${JSON.stringify({ number: 0, ...request })}\n`);
  }

  private line(isWanted: (line: Line) => boolean): Promise<Line> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.lines.find(isWanted);
        if (!found) return;
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });
  }
}

/** Starts a kernel that is closed when the test ends. */
export async function startKernel(folder?: string): Promise<KernelSession> {
  const session = await KernelSession.start(folder);
  onTestFinished(async () => void (await session.close()));
  return session;
}
