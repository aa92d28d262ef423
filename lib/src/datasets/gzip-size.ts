/**
 * The most bytes that a gzip file of so many uncompressed bytes can reasonably have: deflate adds five bytes to each
 * block that it cannot compress, and the header may hold a name and a comment.
 */
export function largestGzip(uncompressedBytes: number): number {
  return uncompressedBytes + Math.ceil(uncompressedBytes / 100) + 65_536;
}
