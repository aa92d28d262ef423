/** Thrown where an image has more pixels than its reader is ready to decode; nothing of it was decoded. */
export class ImageTooLargeError extends Error {
  override readonly name = 'ImageTooLargeError';
}
