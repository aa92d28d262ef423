import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { crc32c } from '../../files/checksum.js';
import { protobuf } from '../../files/protobuf.js';
import { writeFailure } from '../../files/write-failure.js';

const doing = 'Writing event files';
/** Files of one process that begin in the same second. */
let filesSoFar = 0;

/** A file of TensorFlow events: one record after the other, so that TensorBoard reads it while it grows. */
export class EventFile {
  private constructor(private readonly file: string) {}

  /**
   * Begins a file. What older files of the folder say of `firstStep` and later steps counts no more.
   *
   * @throws {Error} if the folder cannot be made or written to.
   */
  static async create(folder: string, firstStep: number): Promise<EventFile> {
    // TensorBoard knows such files by this name, and reads those of a folder in the order of their names.
    const seconds = `${Math.floor(Date.now() / 1000)}`.padStart(10, '0');
    const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${filesSoFar++}.v2`;
    const file = path.join(folder, name);
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(file, record(event(0, [protobuf.text(3, 'brain.Event:2')])), { flag: 'wx' });
    } catch (error) {
      throw writeFailure(doing, file, error);
    }
    const made = new EventFile(file);
    await made.add([startEvent(firstStep)]);
    return made;
  }

  /** @throws {Error} if they cannot be written, such as on a full disk. */
  async add(events: readonly LogEvent[]): Promise<void> {
    const records = events.map(({ step, fields }) => record(event(step, fields)));
    // In one piece, so that a reader hardly ever finds half of one; it would wait for the other half.
    await appendFile(this.file, Buffer.concat(records)).catch((error: unknown) => {
      throw writeFailure(doing, this.file, error);
    });
  }
}

/** The message `Event` of TensorFlow. */
function event(step: number, fields: readonly Buffer[]): Buffer {
  return Buffer.concat([protobuf.double(1, Date.now() / 1000), protobuf.integer(2, step), ...fields]);
}

/** Length, sum of the length, content, sum of the content. */
function record(content: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(content.length));
  return Buffer.concat([length, maskedSum(length), content, maskedSum(content)]);
}

/** Turned and moved, because a sum over what holds such sums would be weak. */
function maskedSum(bytes: Uint8Array): Buffer {
  const sum = crc32c(bytes);
  const masked = Buffer.alloc(4);
  masked.writeUInt32LE((((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0);
  return masked;
}

/** An event of a log: when in the training, and fields of TensorFlow's message `Event`. */
export interface LogEvent {
  readonly step: number;
  readonly fields: readonly Buffer[];
}

/** How a training ended, in the words of TensorBoard's plugin for hyperparameters. */
const endings = { success: 1, failure: 2 } as const;

/** A training begins, or begins again, at a step. */
function startEvent(step: number): LogEvent {
  return { step, fields: [protobuf.message(7, protobuf.integer(1, 1))] };
}

/** Numbers of a step, by the names of their curves. */
export function scalarsEvent(step: number, values: Readonly<Record<string, number | undefined>>): LogEvent {
  const present = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined);
  const summaries = present.map(([tag, value]) =>
    protobuf.message(1, protobuf.text(1, tag), protobuf.float(2, value)),
  );
  return { step, fields: [protobuf.message(5, ...summaries)] };
}

/** What a training was started with: a row of TensorBoard's table of hyperparameters. */
export function settingsEvent(settings: Readonly<Record<string, unknown>>): LogEvent {
  const entries = Object.entries(settings).map(([name, value]) =>
    protobuf.message(1, protobuf.text(1, name), protobuf.message(2, settingValue(value))),
  );
  const content = protobuf.message(3, ...entries, protobuf.double(5, Date.now() / 1000));
  return hyperparameterEvent('_hparams_/session_start_info', content);
}

/** How it ended. */
export function endEvent(ending: keyof typeof endings): LogEvent {
  const fields = [protobuf.integer(1, endings[ending]), protobuf.double(2, Date.now() / 1000)];
  return hyperparameterEvent('_hparams_/session_end_info', protobuf.message(4, ...fields));
}

/** TensorBoard wants a tensor in each summary; this has no numbers. */
const emptyTensor = protobuf.message(
  8,
  protobuf.integer(1, 1),
  protobuf.message(2, protobuf.message(2, protobuf.integer(1, 0))),
);

function hyperparameterEvent(tag: string, content: Buffer): LogEvent {
  const plugin = protobuf.message(1, protobuf.text(1, 'hparams'), protobuf.bytes(2, content));
  const summary = protobuf.message(1, protobuf.text(1, tag), emptyTensor, protobuf.message(9, plugin));
  return { step: 0, fields: [protobuf.message(5, summary)] };
}

function settingValue(value: unknown): Buffer {
  if (typeof value === 'number') return protobuf.double(2, value);
  if (typeof value === 'boolean') return protobuf.integer(4, Number(value));
  const isTable = typeof value === 'object' && !Array.isArray(value);
  return protobuf.text(3, isTable ? JSON.stringify(value) : String(value));
}
