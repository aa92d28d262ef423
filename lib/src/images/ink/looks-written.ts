import type { GreyImage } from '../grey-image.js';
import { findCharacters } from './find-characters.js';
import { strokeWidth } from './stroke-weight.js';

/** Strokes wider than this fraction of the character's longer side do not count as handwriting. */
const heaviest = 0.22;

/** Largest fraction of weak ink: pen strokes are even, but cloth has folds, seams and prints. */
const mostUneven = 0.3;

/** Whether an image shows one character drawn with even strokes, rather than an object such as a garment. */
export function looksWritten(picture: GreyImage): boolean {
  const { characters } = findCharacters(picture);
  if (characters.length !== 1) return false;
  const { ink } = characters[0]!;
  if (strokeWidth(ink) > heaviest * Math.max(ink.rows, ink.columns)) return false;
  const inked = ink.values.filter((value) => value > 0.3);
  return inked.filter((value) => value < 0.8).length <= mostUneven * inked.length;
}
