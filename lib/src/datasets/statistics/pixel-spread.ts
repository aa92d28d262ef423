/**
 * Mean and standard deviation of pixels scaled to 0..1.
 *
 * @param images Pixels 0 to 255, of any number of images. Both results are NaN if there are no pixels.
 */
export function pixelSpread(images: Uint8Array): { mean: number; standardDeviation: number } {
  const counts = new Float64Array(256);
  for (let index = 0; index < images.length; index++) counts[images[index]!]!++;
  let sum = 0;
  let sumOfSquares = 0;
  for (let pixel = 0; pixel < 256; pixel++) {
    sum += counts[pixel]! * (pixel / 255);
    sumOfSquares += counts[pixel]! * (pixel / 255) ** 2;
  }
  const mean = sum / images.length;
  return { mean, standardDeviation: Math.sqrt(Math.max(0, sumOfSquares / images.length - mean * mean)) };
}
