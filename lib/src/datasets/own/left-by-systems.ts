/** What operating systems put into folders and archives for themselves: macOS, Windows, and disks on a network. */
const names = /^(\..*|__MACOSX|Thumbs\.db|ehthumbs(_vista)?\.db|desktop\.ini|Icon\r|@eaDir)$/i;

/** Whether a file or folder of this name is nobody's picture and no class: nothing is said of it. */
export function isLeftBySystem(name: string): boolean {
  return names.test(name);
}
