import { protobuf } from '../../files/protobuf.js';

/** An event of a log: when in the training, and fields of TensorFlow's message `Event`. */
export interface LogEvent {
  readonly step: number;
  readonly fields: readonly Buffer[];
}

/** How a training ended, in the words of TensorBoard's plugin for hyperparameters. */
const endings = { success: 1, failure: 2 } as const;

/** A training begins, or begins again, at a step. */
export function startEvent(step: number): LogEvent {
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
  return protobuf.text(3, String(value));
}
