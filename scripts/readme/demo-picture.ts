import { type ClassifiedCharacter, classifyImage, decodeImage, loadModel } from 'mnist-lab';
import { demoPageColours } from '../../lib/src/colours/themes.js';
import { formatPercent } from '../../lib/src/text/format.js';

const { light } = demoPageColours;

/** A hand-drawn 3 in a square of side 200. */
const stroke =
  'M58 62 C66 30 134 28 136 66 C137 90 112 98 92 99 C118 100 146 110 143 138 C139 174 72 178 56 142';

/**
 * Draws the demo page with a digit as an SVG: the stroke, the network's input and the probabilities.
 *
 * @param folder Folder of the trained model.
 * @throws {Error} if the folder has no model.
 */
export async function demoPicture(folder: string): Promise<string> {
  const model = await loadModel(folder);
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="#fff"/>' +
    `<path d="${stroke}" fill="none" stroke="#000" stroke-width="15" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  const image = await decodeImage(Buffer.from(drawing), 'a drawing', { svg: true });
  const [character] = classifyImage(model, image).characters;
  return svg(character!);
}

function svg({ pixels, probabilities, className, probability }: ClassifiedCharacter): string {
  const parts = [
    panel(20, 'Draw a digit'),
    `<path transform="translate(20 50)" d="${stroke}" class="ink"/>`,
    panel(250, 'What the network sees'),
    ...cells(pixels, 250),
    `<text x="480" y="36">Its answer: <tspan class="answer">${className}</tspan>, ${formatPercent(probability, 1)}</text>`,
    ...[...probabilities].map((value, digit) => bar(value, digit)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 270" font-family="system-ui, sans-serif" font-size="14">
<style>text { fill: ${light.ink} } .answer { font-weight: 700 } .frame { fill: ${light.card}; stroke: ${light.line} }
.ink { fill: none; stroke: ${light.ink}; stroke-width: 15; stroke-linecap: round; stroke-linejoin: round }
.bar { fill: ${light.accent} }</style>
<rect width="760" height="270" rx="10" fill="${light.ground}"/>
${parts.join('\n')}
</svg>
`;
}

function panel(x: number, title: string): string {
  return `<text x="${x}" y="36">${title}</text><rect class="frame" x="${x}" y="50" width="200" height="200" rx="4"/>`;
}

/** The network's input, 28 × 28, white on black as in MNIST. */
function cells(pixels: Uint8Array, left: number): string[] {
  const side = 200 / 28;
  const drawn = [`<rect x="${left}" y="50" width="200" height="200" rx="4"/>`];
  pixels.forEach((value, at) => {
    if (value < 8) return;
    const [x, y] = [left + (at % 28) * side, 50 + Math.floor(at / 28) * side];
    drawn.push(
      `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="7.2" height="7.2" fill="rgb(${value} ${value} ${value})"/>`,
    );
  });
  return drawn;
}

function bar(probability: number, digit: number): string {
  const y = 50 + digit * 20.4;
  return (
    `<text x="480" y="${(y + 13).toFixed(1)}">${digit}</text>` +
    `<rect class="bar" x="500" y="${y.toFixed(1)}" width="${(1 + 180 * probability).toFixed(1)}" height="16" rx="3"/>` +
    `<text x="690" y="${(y + 13).toFixed(1)}">${formatPercent(probability, 1)}</text>`
  );
}
