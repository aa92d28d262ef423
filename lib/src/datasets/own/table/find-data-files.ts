/** Which of some files hold images and labels as numbers, by their names. */
export function findDataFiles(files: readonly string[]): string[] {
  return files.filter((name) => /\.(csv|npz)$/i.test(name));
}
