import { type Fingerprint, samePictures } from './fingerprint.js';

/** A picture that was read from a folder, and what tells whether it is there again. */
export interface SeenPicture {
  readonly file: string;
  readonly label: number;
  readonly part: string;
  /** Of the file's bytes. */
  readonly sum: string;
  readonly fingerprint: Fingerprint;
}

/** Files that hold the same picture. */
export interface Duplicates {
  /** `'identical'`: byte for byte. `'similar'`: in another format, size or quality, as far as can be seen. */
  readonly kind: 'identical' | 'similar';
  /** Two at least, in the order of the folder. */
  readonly files: readonly string[];
  /** Whether some are to train on and some to test on. */
  readonly acrossParts: boolean;
  /** Whether they stand in several classes, of which one at most is right. */
  readonly acrossClasses: boolean;
}

/** More pictures than these are compared byte for byte only: looking at all pairs would take too long. */
export const mostLookedAt = 20_000;

/** Groups of files that hold the same picture. */
export function findDuplicates(pictures: readonly SeenPicture[]): Duplicates[] {
  const group = pictures.map((_, index) => index);
  const leader = (index: number): number => {
    let at = index;
    while (group[at] !== at) at = group[at]!;
    return at;
  };
  const join = (one: number, other: number) => {
    const [first, second] = [leader(one), leader(other)].sort((left, right) => left - right);
    group[second!] = first!;
  };
  const bySum = new Map<string, number>();
  pictures.forEach(({ sum }, index) => {
    const first = bySum.get(sum);
    if (first === undefined) bySum.set(sum, index);
    else join(first, index);
  });
  const differing = [...bySum.values()];
  if (differing.length <= mostLookedAt) {
    const fingerprints = differing.map((index) => pictures[index]!.fingerprint);
    for (const [one, other] of samePictures(fingerprints)) join(differing[one]!, differing[other]!);
  }
  const members = new Map<number, SeenPicture[]>();
  pictures.forEach((picture, index) => {
    const first = leader(index);
    members.set(first, [...(members.get(first) ?? []), picture]);
  });
  return [...members.values()].filter(({ length }) => length > 1).map(describe);
}

function describe(pictures: readonly SeenPicture[]): Duplicates {
  const differ = (of: (picture: SeenPicture) => unknown) => new Set(pictures.map(of)).size > 1;
  return {
    kind: differ(({ sum }) => sum) ? 'similar' : 'identical',
    files: pictures.map(({ file }) => file),
    acrossParts: differ(({ part }) => part),
    acrossClasses: differ(({ label }) => label),
  };
}
