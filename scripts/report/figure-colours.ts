import { channels } from '../../lib/src/colours/palette.js';
import { type FigureTheme, figureThemes } from '../../lib/src/colours/themes.js';

/**
 * CSS that adapts the figures' colours to the page's background. Plotly writes colours to each element's
 * style as `rgb(…)`, and the CSS selects elements by this text.
 */
export function figureColours(): string {
  // Printed pages are light, regardless of the screen.
  return `@media not all and (prefers-color-scheme: dark), print {
${rulesOf(figureThemes.light)}
}
@media screen and (prefers-color-scheme: dark) {
${rulesOf(figureThemes.dark)}
}`;
}

function rulesOf({ text, marks }: FigureTheme): string {
  const rules = [
    ...Object.entries(text).map(([from, to]) => rule('text', 'fill', from, to)),
    ...Object.entries(marks).flatMap(([from, to]) => [
      rule(':not(text)', 'fill', from, to),
      rule(':not(text)', 'stroke', from, to),
    ]),
  ];
  return rules.join('\n');
}

function rule(element: string, property: 'fill' | 'stroke', from: string, to: string): string {
  return `.plot svg ${element}[style*="${property}: rgb(${channels(from).join(', ')})"] { ${property}: ${to} !important; }`;
}
