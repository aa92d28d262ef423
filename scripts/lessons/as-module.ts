const importStatement = /^import\b(?!\s*\()[^'"]*['"][^'"]+['"];?/gm;

/**
 * Converts the code of cells to a module with a default export that runs it, so that it may use await, and
 * its names do not conflict with imports.
 *
 * @param before a statement to run first
 */
export function asModule(code: string, before = ''): string {
  const imports = code.match(importStatement) ?? [];
  const own = code.replace(importStatement, '');
  return `${imports.join('\n')}\nexport default async () => {\n${before}\n${own}\n};`;
}
