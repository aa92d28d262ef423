import sharp from 'sharp';

const letters: Readonly<Record<string, string>> = {
  A: 'M80 260L150 40L220 260M110 180H190',
  E: 'M210 50H90V250H210M90 150H190',
  F: 'M210 50H90V250M90 150H190',
  H: 'M90 40V260M210 40V260M90 150H210',
  K: 'M90 40V260M210 40L90 160L220 260',
  M: 'M70 260V40L150 180L230 40V260',
  N: 'M80 260V40L220 260V40',
  P: 'M90 260V40C250 30 250 160 90 160',
  R: 'M90 260V40C250 30 250 150 90 150L220 260',
  T: 'M70 50H230M150 50V260',
  W: 'M50 40L100 260L150 100L200 260L250 40',
  X: 'M80 40L220 260M220 40L80 260',
  m: 'M60 250V110C60 80 150 80 150 140V250M150 140C150 80 240 80 240 140V250',
};

const shapes = [
  '<path d="M150 30L180 120H270L200 175L225 265L150 210L75 265L100 175L30 120H120Z"/>',
  '<path d="M150 50L250 250H50Z"/>',
  '<rect x="60" y="60" width="180" height="180"/>',
  '<path d="M150 150C170 130 190 160 160 180C120 200 100 140 140 110C200 80 250 160 190 220C120 270 50 200 60 120C80 40 180 20 240 60" fill="none" stroke="#111" stroke-width="16"/>',
  '<path d="M60 40H240M60 100H240M60 160H240M60 220H240M60 40V220M240 40V220" fill="none" stroke="#111" stroke-width="12"/>',
];

/** Images that show no digit: letters and shapes. */
export function strangePictures(): Promise<Buffer[]> {
  const drawn = Object.values(letters).map(
    (path) => `<path d="${path}" fill="none" stroke="#111" stroke-width="18" stroke-linecap="round"/>`,
  );
  return Promise.all(
    [...drawn, ...shapes].map((body) => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><rect width="300" height="300" fill="#fff"/>${body}</svg>`;
      return sharp(Buffer.from(svg)).png().toBuffer();
    }),
  );
}
