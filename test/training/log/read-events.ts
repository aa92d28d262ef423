import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'protobufjs';

// The parts of TensorFlow's event.proto and summary.proto that these tests read.
const Event = parse(`
  syntax = "proto3";
  message Event { int64 step = 2; string file_version = 3; Summary summary = 5; SessionLog session_log = 7; }
  message Summary { message Value { string tag = 1; float simple_value = 2; } repeated Value value = 1; }
  message SessionLog { enum Status { UNSPECIFIED = 0; START = 1; } Status status = 1; }
`).root.lookupType('Event');

/** The content of a record in an event file. */
interface EventContent {
  readonly step: number;
  /** Only the first record has this field. */
  readonly fileVersion?: string;
  readonly summary?: { readonly value: readonly { readonly tag: string; readonly simpleValue: number }[] };
  readonly sessionLog?: { readonly status: 'START' };
}

export interface ReadEvent extends EventContent {
  readonly scalars: Readonly<Record<string, number>>;
}

/** The events of all files in a folder in the order of their names, as TensorBoard reads them. */
export function readEvents(folder: string): ReadEvent[] {
  const names = readdirSync(folder).filter((name) => name.includes('tfevents'));
  return names.sort().flatMap((name) => [...records(readFileSync(path.join(folder, name)))].map(readEvent));
}

/**
 * Contents of records. Each follows its length (8 bytes) and the checksum of the length (4), and precedes its own
 * checksum (4).
 */
function* records(file: Buffer): Generator<Buffer> {
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    yield file.subarray(at + 12, at + 12 + length);
    at += 12 + length + 4;
  }
}

function readEvent(bytes: Buffer): ReadEvent {
  const plain = Event.toObject(Event.decode(bytes), { longs: Number, enums: String, defaults: false });
  const event = { step: 0, ...plain } as EventContent;
  const scalars = event.summary?.value.map(({ tag, simpleValue }) => [tag, simpleValue]) ?? [];
  return { ...event, scalars: Object.fromEntries(scalars) };
}
