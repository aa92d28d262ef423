import type { GreyImage } from '../../../images/grey-image.js';

/** A camera gives some colour to grey things too; beyond this distance of red, green and blue it is seen. */
const seenColour = 40;

/** Part of the pixels that must be of a colour. */
const leastShare = 0.01;

/** Whether people would call a picture coloured. */
export function isColoured({ colours }: GreyImage): boolean {
  if (!colours) return false;
  let count = 0;
  for (let at = 0; at < colours.length; at += 3) {
    const [red, green, blue] = [colours[at]!, colours[at + 1]!, colours[at + 2]!];
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > seenColour) count++;
  }
  return count > (leastShare * colours.length) / 3;
}
