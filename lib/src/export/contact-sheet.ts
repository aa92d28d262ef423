import { realpathSync } from 'node:fs';
import path from 'node:path';
import { demoPageColours } from '../colours/themes.js';
import { folderIssues, type IssueOptions } from '../datasets/own/inspect/folder-issues.js';
import type { FolderReport } from '../datasets/own/inspect/inspect-folder.js';
import { encodeThumbnail, makeThumbnail, rasterizeSvg, type Thumbnail } from '../images/encode.js';
import { showValue } from '../text/escape.js';
import { contactSheetPage, type SheetClass } from './contact-sheet/page.js';
import { contactSheetSvg } from './contact-sheet/svg.js';
import { type ExportedFile, writeExported } from './exported-file.js';

/** Options of {@link writeContactSheet}. */
export interface ContactSheetOptions extends IssueOptions {
  /**
   * Maximum number of images per class. Duplicates are chosen first, and the others are evenly spaced. Defaults
   * to 60 for a page and 18 for an image.
   */
  readonly perClass?: number;
}

const thumbnailSide = 96;

/**
 * Writes thumbnails of a folder's images, class by class, into one file to inspect: images that are in the
 * wrong folder, rotated or cropped are easy to see.
 *
 * @param report Result of `inspectFolder`.
 * @param file Ends in `.html` for a self-contained page, or in `.png`, `.jpg` or `.webp` for an image. An
 *   existing file is replaced.
 * @throws {RangeError} if the file has another extension, would be in a subfolder of the images, or is one of them.
 *
 * @example
 * await writeContactSheet(await inspectFolder('./leaves'), 'build/leaves.html');
 */
export async function writeContactSheet(
  report: FolderReport,
  file: string,
  options: ContactSheetOptions = {},
): Promise<ExportedFile> {
  const kind = kindOf(file);
  checkContactSheetFile(file, report.folder);
  requireNoPicture(report, file);
  const classes = await chooseThumbnails(report, options.perClass ?? (kind === 'page' ? 60 : 18));
  if (kind === 'page')
    return writeExported(file, contactSheetPage(report, folderIssues(report, options), classes));
  const svg = contactSheetSvg(classes, demoPageColours.light);
  return writeExported(file, await rasterizeSvg(svg, kind));
}

/**
 * Checks the file of a contact sheet before the images of `folder` are inspected. In a subfolder, the sheet could replace
 * an image, or become an image or a class itself.
 *
 * @throws {RangeError} if the file has another extension than those of {@link writeContactSheet}, or would be in a
 *   subfolder of `folder`.
 */
export function checkContactSheetFile(file: string, folder: string): void {
  kindOf(file);
  const [first] = path.relative(realPlace(folder), path.dirname(realPlace(file))).split(path.sep);
  if (first !== '' && first !== '..')
    throw new RangeError(
      `Writing a contact sheet: expected a file outside the subfolders of the images but found ${showValue(file)}. Choose another folder.`,
    );
}

const kinds = {
  '.html': 'page',
  '.htm': 'page',
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.webp': 'webp',
} as const;

function kindOf(file: string): (typeof kinds)[keyof typeof kinds] {
  const ending = path.extname(file).toLowerCase();
  if (ending in kinds) return kinds[ending as keyof typeof kinds];
  throw new RangeError(
    `Writing a contact sheet: expected a file that ends in .html, .png, .jpg or .webp but found "${file}".`,
  );
}

/** A picture may be a link, so it can be replaced from outside its folder. */
function requireNoPicture({ pictures }: FolderReport, file: string): void {
  const place = realPlace(file);
  if (pictures.some((picture) => realPlace(picture.file) === place))
    throw new RangeError(
      `Writing a contact sheet: expected a file that is not one of the images but found ${showValue(file)}. Choose another name.`,
    );
}

/** The absolute path without links, also of a file that does not exist yet. */
function realPlace(file: string): string {
  const absolute = path.resolve(file);
  try {
    return realpathSync.native(absolute);
  } catch {
    const parent = path.dirname(absolute);
    return parent === absolute ? absolute : path.join(realPlace(parent), path.basename(absolute));
  }
}

async function chooseThumbnails(
  { classes, pictures, duplicates, folder }: FolderReport,
  perClass: number,
): Promise<SheetClass[]> {
  const again = new Set(duplicates.flatMap(({ files }) => files));
  const chosen: SheetClass[] = [];
  for (const [label, { name }] of classes.entries()) {
    const own = new Map(
      pictures.filter((picture) => picture.label === label).map(({ file, image }) => [file, image]),
    );
    const shown = chooseFiles([...own.keys()], again, perClass);
    const thumbnails: (Thumbnail & { file: string; isAgain: boolean })[] = [];
    for (const file of shown) {
      const image = own.get(file);
      const thumbnail = await (image ? encodeThumbnail(image) : makeThumbnail(file, thumbnailSide));
      const name = image ? path.basename(file) : path.relative(folder, file);
      thumbnails.push({ ...thumbnail, file: name, isAgain: again.has(file) });
    }
    chosen.push({ name, count: own.size, thumbnails });
  }
  return chosen;
}

/** The duplicates, and as many other files as fit, evenly spaced. */
function chooseFiles(files: readonly string[], again: ReadonlySet<string>, most: number): string[] {
  const certain = files.filter((file) => again.has(file)).slice(0, most);
  const others = files.filter((file) => !again.has(file));
  const count = Math.min(most - certain.length, others.length);
  const step = others.length / Math.max(1, count);
  const taken = new Set(Array.from({ length: count }, (_, at) => others[Math.floor(at * step)]!));
  return files.filter((file) => taken.has(file) || certain.includes(file));
}
