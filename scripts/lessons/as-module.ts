const importStatement = /^import\b(?!\s*\()[^'"]*['"][^'"]+['"];?/gm;

/**
 * The code of cells as a module, which a cell is not: it may await, and its names do not compete with those that it
 * imports. Its default export runs it.
 *
 * @param before a statement to run first
 */
export function asModule(code: string, before = ''): string {
  const imports = code.match(importStatement) ?? [];
  const own = code.replace(importStatement, '');
  return `${imports.join('\n')}\nexport default async () => {\n${before}\n${own}\n};`;
}
