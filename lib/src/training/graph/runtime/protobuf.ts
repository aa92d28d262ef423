/**
 * Writes protocol buffers: each field as its number and wire type, then its value.
 *
 * The classes that tfjs-node ships for this are untyped and ten times slower, and a graph needs only these fields.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufWriter {
  private readonly chunks: Uint8Array[] = [];

  /** Whole numbers, also enumerations and booleans; negative ones take ten bytes, as the format asks. */
  integer(field: number, value: number | bigint): this {
    this.varint(field << 3);
    return this.varint(BigInt.asUintN(64, BigInt(value)));
  }

  bytes(field: number, value: Uint8Array): this {
    this.varint((field << 3) | 2).varint(value.length);
    this.chunks.push(value);
    return this;
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, write: (message: ProtobufWriter) => void): this {
    const message = new ProtobufWriter();
    write(message);
    return this.bytes(field, message.finish());
  }

  finish(): Uint8Array {
    return Buffer.concat(this.chunks);
  }

  private varint(value: number | bigint): this {
    const bytes: number[] = [];
    let rest = BigInt(value);
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    bytes.push(Number(rest));
    this.chunks.push(Uint8Array.from(bytes));
    return this;
  }
}
