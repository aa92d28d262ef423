import { colourVariables, demoPageColours } from '../../colours/themes.js';
import type { FolderIssue, FolderReport } from '../../datasets/own/inspect/inspect-folder.js';
import type { Thumbnail } from '../../images/encode.js';
import { escapeHtml } from '../../text/escape.js';
import { countOf } from '../../text/format.js';

/** A class on a contact sheet, which may show only some of its `count` images. */
export interface SheetClass {
  readonly name: string;
  readonly count: number;
  /** Images, each with its path in the folder, and whether it is a duplicate. */
  readonly thumbnails: readonly (Thumbnail & { readonly file: string; readonly isAgain: boolean })[];
}

const style = `${colourVariables(demoPageColours)}
body { margin: 0 auto; max-width: 1100px; padding: 16px; background: var(--ground); color: var(--ink); font: 16px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 8px; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 24px 0 8px; overflow-wrap: anywhere; }
h2 small, figcaption, .files { color: var(--quiet); font-weight: 400; }
.issues { padding-left: 1.2em; }
.problem { color: var(--problem); }
.files { font-size: 0.85rem; overflow-wrap: anywhere; margin: 4px 0; padding-left: 1.2em; }
.sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 8px; }
figure { margin: 0; padding: 4px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
figure.again { border-color: var(--problem); }
.place { display: grid; place-items: center; height: 96px; }
img { max-width: 96px; max-height: 96px; }
img.small { width: 84px; height: 84px; object-fit: contain; image-rendering: pixelated; }
figcaption { font-size: 0.72rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }`;

/** The contact sheet as a page, with the issues above the images. */
export function contactSheetPage(
  report: FolderReport,
  issues: readonly FolderIssue[],
  classes: readonly SheetClass[],
): string {
  const title = escapeHtml(report.folder);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
<p>${countOf(report.pictures.length, 'image')} in ${countOf(report.classes.length, 'class', 'classes')}.</p>
${issues.length > 0 ? `<ul class="issues">${issues.map(issueMarkup).join('')}</ul>` : ''}
${classes.map(classMarkup).join('\n')}
</body>
</html>
`;
}

function issueMarkup({ kind, text, files = [] }: FolderIssue): string {
  const list = files.map((file) => `<li>${escapeHtml(file)}</li>`).join('');
  return `<li><span class="${kind}">${escapeHtml(text)}</span>${list ? `<ul class="files">${list}</ul>` : ''}</li>`;
}

function classMarkup({ name, count, thumbnails }: SheetClass): string {
  const part = thumbnails.length < count ? `${thumbnails.length} of ${count}` : String(count);
  const figures = thumbnails.map(({ address, file, isAgain, rows, columns }) => {
    const small = Math.max(rows, columns) <= 48 ? ' class="small"' : '';
    const text = escapeHtml(file);
    const note = isAgain ? ', a duplicate' : '';
    return `<figure${isAgain ? ' class="again"' : ''}><div class="place"><img${small} src="${address}" alt="${text}${note}" title="${text}${note}"></div><figcaption>${text}</figcaption></figure>`;
  });
  return `<h2>${escapeHtml(name)} <small>${part}</small></h2>
<div class="sheet">${figures.join('')}</div>`;
}
