const advice: Readonly<Record<string, string>> = {
  heic: 'HEIC, the format of an iPhone: save it as JPEG (in the phone’s settings: Camera, Formats, Most Compatible)',
  heif: 'HEIF: save it as JPEG',
  jxl: 'JPEG XL: save it as JPEG or PNG',
  jp2: 'JPEG 2000: save it as JPEG or PNG',
  pdf: 'PDF: save the page as PNG',
  psd: 'PSD: save it as PNG',
  dng: 'a camera’s raw format: save it as JPEG',
  cr2: 'a camera’s raw format: save it as JPEG',
  nef: 'a camera’s raw format: save it as JPEG',
};

/** The reason to skip a file with this name. */
export function unsupportedReason(file: string): string {
  const extension = file.slice(file.lastIndexOf('.') + 1).toLowerCase();
  return advice[extension] ?? 'not named like an image (png, jpg, webp, gif, avif, tiff, bmp or svg)';
}

/** Advice for a file whose first bytes show an unsupported format, or `undefined` for all other files. */
export function unsupportedContent(bytes: Uint8Array): string | undefined {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(4, 8) === 'ftyp' && /^(heic|heix|hevc|hevx|heim|heis)$/.test(text(8, 12))) return advice.heic;
  // HEIC and AVIF both use these brands, but only AVIF lists `avif` among the compatible brands.
  if (text(4, 8) === 'ftyp' && /^(mif1|msf1)$/.test(text(8, 12)) && !text(16, 64).includes('avif')) {
    return advice.heic;
  }
  if (text(0, 4) === '%PDF') return advice.pdf;
  if (text(0, 4) === '8BPS') return advice.psd;
  if (text(4, 8) === 'JXL ' || (bytes[0] === 0xff && bytes[1] === 0x0a)) return advice.jxl;
  return undefined;
}

const beginnings: readonly RegExp[] = [
  /^ffd8ff/, // JPEG
  /^89504e470d0a1a0a/, // PNG
  /^47494638(37|39)61/, // GIF87a, GIF89a
  /^52494646.{8}57454250/, // RIFF, its length, WEBP
  /^(49492a00|4d4d002a|49492b00|4d4d002b)/, // TIFF of either byte order, and BigTIFF
  /^000000.{2}66747970/, // Box length (small), then ftyp: AVIF
  /^424d/, // BMP
];

/** Whether a file seems to hold pixels, judged by its first bytes. The result is `false` for SVG. */
export function isPixelImage(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 12)).toString('hex');
  return beginnings.some((beginning) => beginning.test(start));
}

/** Whether a file holds an image of any kind, including SVG, judged by its first 256 bytes. */
export function looksLikeImage(bytes: Uint8Array): boolean {
  return isPixelImage(bytes) || /<svg[\s>]/.test(Buffer.from(bytes.subarray(0, 256)).toString('latin1'));
}
