/** A picture that is drawn when it is needed. */
export interface DrawnPicture {
  /** What is on it, and on what. */
  readonly name: string;
  /** The drawing. */
  readonly svg: string;
}
