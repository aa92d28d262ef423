/** What a file of pixels begins with, in hexadecimal digits. */
const beginnings: readonly RegExp[] = [
  /^ffd8ff/, // JPEG
  /^89504e470d0a1a0a/, // PNG
  /^47494638(37|39)61/, // GIF87a, GIF89a
  /^52494646.{8}57454250/, // RIFF, its length, WEBP
  /^(49492a00|4d4d002a|49492b00|4d4d002b)/, // TIFF of either byte order, and BigTIFF
  /^000000.{2}66747970/, // Its length, which is small, then ftyp: AVIF
  /^424d/, // BMP
];

/** Whether a file holds pixels, judged by its first bytes, as opposed to drawing instructions (SVG) or none of both. */
export function isPixelImage(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 12)).toString('hex');
  return beginnings.some((beginning) => beginning.test(start));
}
