/** The typed array that holds each element type an idx file can name. */
export interface IdxElements {
  readonly uint8: Uint8Array;
  readonly int8: Int8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}

/** Name of an idx element type: `'uint8'`, `'int8'`, `'int16'`, `'int32'`, `'float32'` or `'float64'`. */
export type IdxElementType = keyof IdxElements;

/** How elements of a type lie in a file. */
export interface IdxLayout {
  readonly elementType: IdxElementType;
  /** Bytes of an element. */
  readonly bytes: number;
  readonly create: (length: number) => { [index: number]: number };
  readonly read: (view: DataView, offset: number) => number;
}

/** By the third byte of the magic number, as the idx format defines them. Elements are big-endian. */
export const idxLayouts: Readonly<Record<number, IdxLayout>> = {
  8: layout('uint8', 1, Uint8Array, (view, offset) => view.getUint8(offset)),
  9: layout('int8', 1, Int8Array, (view, offset) => view.getInt8(offset)),
  11: layout('int16', 2, Int16Array, (view, offset) => view.getInt16(offset)),
  12: layout('int32', 4, Int32Array, (view, offset) => view.getInt32(offset)),
  13: layout('float32', 4, Float32Array, (view, offset) => view.getFloat32(offset)),
  14: layout('float64', 8, Float64Array, (view, offset) => view.getFloat64(offset)),
};

function layout(
  elementType: IdxElementType,
  bytes: number,
  Elements: new (length: number) => { [index: number]: number },
  read: IdxLayout['read'],
): IdxLayout {
  return { elementType, bytes, create: (length) => new Elements(length), read };
}
