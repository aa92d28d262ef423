/** The Chrome DevTools protocol over two pipes: JSON messages that end in a zero byte. */

import type { Readable, Writable } from 'node:stream';

interface Pending {
  readonly method: string;
  readonly resolve: (result: Record<string, unknown>) => void;
  readonly reject: (error: Error) => void;
}

/** Streams that can be excluded from keeping Node's event loop alive. */
interface Countable {
  ref?(): void;
  unref?(): void;
}

/**
 * A client of a browser started with `--remote-debugging-pipe`. When this process exits, even by `kill -9`,
 * its pipes are closed and the browser exits.
 */
export class DevToolsPipe {
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private received: Buffer[] = [];
  private closedBy: Error | undefined;

  constructor(
    private readonly write: Writable & Countable,
    private readonly read: Readable & Countable,
  ) {
    read.on('data', (chunk: Buffer) => this.receive(chunk));
    read.on('close', () => this.close(new Error('The browser exited.')));
    write.on('error', (error) => this.close(error));
    this.hold();
  }

  /**
   * Calls a method of the protocol, such as `'Page.captureScreenshot'`.
   *
   * @param sessionId Session of the page, or undefined for the browser itself.
   * @throws {Error} if the browser rejects the call or has exited.
   */
  send(method: string, parameters: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    if (this.closedBy) return Promise.reject(this.closedBy);
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { method, resolve, reject });
      this.hold();
      this.write.write(`${JSON.stringify({ id, method, params: parameters, sessionId })}\0`);
    });
  }

  get closed(): boolean {
    return this.closedBy !== undefined;
  }

  /** Closes the connection: all pending and later calls are rejected with `reason`. */
  close(reason: Error): void {
    this.closedBy ??= reason;
    for (const { reject } of this.pending.values()) reject(reason);
    this.pending.clear();
    this.hold();
  }

  /** Keeps Node running only while a response is pending. */
  private hold(): void {
    for (const stream of [this.read, this.write]) {
      if (this.pending.size > 0) stream.ref?.();
      else stream.unref?.();
    }
  }

  private receive(chunk: Buffer): void {
    const end = chunk.indexOf(0);
    if (end < 0) {
      this.received.push(chunk);
      return;
    }
    const message = Buffer.concat([...this.received, chunk.subarray(0, end)]).toString();
    this.received = [];
    this.settle(JSON.parse(message));
    if (end + 1 < chunk.length) this.receive(chunk.subarray(end + 1));
  }

  private settle(message: {
    id?: number;
    result?: Record<string, unknown>;
    error?: { message: string };
  }): void {
    const pending = message.id === undefined ? undefined : this.pending.get(message.id);
    if (!pending) return;
    this.pending.delete(message.id!);
    this.hold();
    if (message.error)
      pending.reject(new Error(`The browser rejected ${pending.method}: ${message.error.message}`));
    else pending.resolve(message.result ?? {});
  }
}
