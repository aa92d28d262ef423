import { readFileSync } from 'node:fs';
import path from 'node:path';

// The same file seen from `src/export` and from `dist/export`; `lib/build.mjs` makes it of `page/main.ts`.
const bundle = path.join(__dirname, '..', '..', 'dist', 'export', 'page.bundle.js');

/** The script of the demo page. @throws {Error} if it was not built. */
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
