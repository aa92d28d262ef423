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
 * @throws {RangeError} if the file has another extension, or would be among the images of a class.
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
  requireOutsideClasses(report, file);
  const classes = await chooseThumbnails(report, options.perClass ?? (kind === 'page' ? 60 : 18));
  if (kind === 'page')
    return writeExported(file, contactSheetPage(report, folderIssues(report, options), classes));
  const svg = contactSheetSvg(classes, demoPageColours.light);
  return writeExported(file, await rasterizeSvg(svg, kind));
}

/** @throws {RangeError} if a contact sheet cannot be written to a file of this name. */
export function checkContactSheetName(file: string): void {
  kindOf(file);
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

/** A sheet among the images of a class would replace one of them, or become one itself. */
function requireOutsideClasses({ pictures }: FolderReport, file: string): void {
  const target = realPath(file) ?? path.join(realPath(path.dirname(file)) ?? '', path.basename(file));
  const folders = new Set(pictures.filter(({ image }) => !image).map((each) => path.dirname(each.file)));
  for (const folder of folders)
    if (realPath(folder) === path.dirname(target))
      throw new RangeError(
        `Writing a contact sheet: expected a file outside the folders of the images but found ${showValue(file)}. Choose another folder.`,
      );
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync.native(file);
  } catch {
    return undefined;
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
