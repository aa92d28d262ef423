import { readFileSync } from 'node:fs';
import path from 'node:path';

// This path is valid from both `src/export` and `dist/export`. `lib/build.mjs` bundles the file from
// `page/main.ts`.
const bundle = path.join(__dirname, '..', '..', 'dist', 'export', 'page.bundle.js');

/**
 * The script of the demo page.
 *
 * @throws {Error} if it has not been built.
 */
export function pageScript(): string {
  try {
    return readFileSync(bundle, 'utf8');
  } catch (cause) {
    throw new Error(
      `Making a page: expected its script to be built but found no ${bundle}. Run npm run build, or install mnist-lab again.`,
      { cause },
    );
  }
}
