import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { crc32c } from '../../files/checksum.js';
import { protobuf } from '../../files/protobuf.js';
import { writeFailure } from '../../files/write-failure.js';

const doing = 'Writing event files';
/** Counter to distinguish files started in the same second. */
let filesSoFar = 0;

/**
 * A file of TensorFlow events, to which records are appended, so that TensorBoard can read it while it grows.
 */
export class EventFile {
  private constructor(private readonly file: string) {}

  /**
   * Starts a file. From `firstStep` on, its data override those of older files in the folder.
   *
   * @throws {Error} if the folder cannot be created or written to.
   */
  static async create(folder: string, firstStep: number): Promise<EventFile> {
    // TensorBoard recognises files by this name, and reads those of a folder in the order of their names.
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

  /** @throws {Error} if the events cannot be written, such as on a full disk. */
  async add(events: readonly LogEvent[]): Promise<void> {
    const records = events.map(({ step, fields }) => record(event(step, fields)));
    // Use a single write, so that a reader hardly ever finds an incomplete record and has to wait.
    await appendFile(this.file, Buffer.concat(records)).catch((error: unknown) => {
      throw writeFailure(doing, this.file, error);
    });
  }
}

/** The message `Event` of TensorFlow. */
function event(step: number, fields: readonly Buffer[]): Buffer {
  return Buffer.concat([protobuf.double(1, Date.now() / 1000), protobuf.integer(2, step), ...fields]);
}

/** A record of the file: length, checksum of the length, content, checksum of the content. */
function record(content: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(content.length));
  return Buffer.concat([length, maskedSum(length), content, maskedSum(content)]);
}

/** A CRC-32C checksum, masked as in TensorFlow, because a CRC of data that contain CRCs would be weak. */
function maskedSum(bytes: Uint8Array): Buffer {
  const sum = crc32c(bytes);
  const masked = Buffer.alloc(4);
  masked.writeUInt32LE((((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0);
  return masked;
}

/** An event of a log: its step, and further fields of TensorFlow's message `Event`. */
export interface LogEvent {
  readonly step: number;
  readonly fields: readonly Buffer[];
}

/** How a run ended, as numbered by TensorBoard's hyperparameter plugin. */
const endings = { success: 1, failure: 2 } as const;

/** Marks the start of a run, or of a resumed run, at a step. */
function startEvent(step: number): LogEvent {
  return { step, fields: [protobuf.message(7, protobuf.integer(1, 1))] };
}

/** Metrics of a step, by the names of their curves. */
export function scalarsEvent(step: number, values: Readonly<Record<string, number | undefined>>): LogEvent {
  const present = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined);
  const summaries = present.map(([tag, value]) =>
    protobuf.message(1, protobuf.text(1, tag), protobuf.float(2, value)),
  );
  return { step, fields: [protobuf.message(5, ...summaries)] };
}

/** The run's settings: a row of TensorBoard's hyperparameter table. */
export function settingsEvent(settings: Readonly<Record<string, unknown>>): LogEvent {
  const entries = Object.entries(settings).map(([name, value]) =>
    protobuf.message(1, protobuf.text(1, name), protobuf.message(2, settingValue(value))),
  );
  const content = protobuf.message(3, ...entries, protobuf.double(5, Date.now() / 1000));
  return hyperparameterEvent('_hparams_/session_start_info', content);
}

/** Marks how the run ended. */
export function endEvent(ending: keyof typeof endings): LogEvent {
  const fields = [protobuf.integer(1, endings[ending]), protobuf.double(2, Date.now() / 1000)];
  return hyperparameterEvent('_hparams_/session_end_info', protobuf.message(4, ...fields));
}

/** TensorBoard requires a tensor in each summary. */
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
