/** The files that contain images and labels as numbers, according to their names. */
export function findDataFiles(files: readonly string[]): string[] {
  return files.filter((name) => /\.(csv|npz)$/i.test(name));
}
