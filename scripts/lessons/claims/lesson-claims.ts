import type { Lesson } from '../project.js';
import type { Claim } from './claim.js';
import { clothesClaims } from './clothes-claims.js';
import { digitClaims } from './digit-claims.js';

/** What the text of a lesson says. */
export function claimsOf({ dataset }: Lesson): readonly Claim[] {
  return dataset === 'mnist' ? digitClaims : clothesClaims;
}
