/** The ES2023 methods that return a changed copy, which Node 20 has but TypeScript 5.0 does not know. */

interface ReadonlyArray<T> {
  /** A copy in reverse order. */
  toReversed(): T[];
  /** A sorted copy, by `compare` or as text. */
  toSorted(compare?: (a: T, b: T) => number): T[];
  /** A copy in which `items` replace `deleteCount` items from `start` on. */
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  /** A copy with the item at `index` replaced. */
  with(index: number, value: T): T[];
}

interface Array<T> extends Pick<ReadonlyArray<T>, 'toReversed' | 'toSorted' | 'toSpliced' | 'with'> {}

/** The methods of typed arrays that return a changed copy of the same length. */
interface ChangedCopies<Numbers, Item> {
  toReversed(): Numbers;
  /** A sorted copy, by `compare` or by value. */
  toSorted(compare?: (a: Item, b: Item) => number): Numbers;
  with(index: number, value: Item): Numbers;
}

interface Int8Array extends ChangedCopies<Int8Array, number> {}
interface Uint8Array extends ChangedCopies<Uint8Array, number> {}
interface Uint8ClampedArray extends ChangedCopies<Uint8ClampedArray, number> {}
interface Int16Array extends ChangedCopies<Int16Array, number> {}
interface Uint16Array extends ChangedCopies<Uint16Array, number> {}
interface Int32Array extends ChangedCopies<Int32Array, number> {}
interface Uint32Array extends ChangedCopies<Uint32Array, number> {}
interface Float32Array extends ChangedCopies<Float32Array, number> {}
interface Float64Array extends ChangedCopies<Float64Array, number> {}
