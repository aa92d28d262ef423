// @ts-check
/** Which declarations still hold after a cell that did not run to its end. */

/** @typedef {import('./tslab.mjs').TypeScript} TypeScript */

/**
 * Declarations of a cell that failed, without those whose value it did not come to; for these, the declaration that
 * was there before.
 *
 * @param {TypeScript} typescript
 * @param {string} made what would hold, had the cell run to its end
 * @param {string} before what held before it
 * @param {Readonly<Record<string, unknown>>} values the variables as the cell left them
 */
export function declarationsThatHold(typescript, made, before, values) {
  const all = statementsOf(typescript, made);
  const missing = new Set(all.flatMap(({ names }) => names).filter((name) => values[name] === undefined));
  const isThere = (/** @type {string} */ name) => !missing.has(name);
  const wasThere = (/** @type {string} */ name) => missing.has(name);
  return [
    ...all.map((statement) => (statement.names.length > 0 ? statement.select(isThere) : statement.text)),
    ...statementsOf(typescript, before).map((statement) => statement.select(wasThere)),
  ].join('\n');
}

/**
 * Statements with the names of values that they declare; types and imports have none that could be missing.
 *
 * @param {TypeScript} typescript
 * @param {string} text
 */
function statementsOf(typescript, text) {
  const file = typescript.createSourceFile('declarations.d.ts', text, typescript.ScriptTarget.ES2022, true);
  return file.statements.map((statement) => {
    const declarations = typescript.isVariableStatement(statement)
      ? statement.declarationList.declarations.map((one) => ({
          name: one.name.getText(),
          text: one.getText(),
        }))
      : [];
    const whole = statement.getText();
    const head = declarations[0] ? whole.slice(0, whole.indexOf(declarations[0].text)) : '';
    if (typescript.isClassDeclaration(statement) || typescript.isEnumDeclaration(statement))
      declarations.push({ name: statement.name?.getText() ?? '', text: whole });
    return {
      text: whole,
      names: declarations.map(({ name }) => name),
      /** The statement with those names only. @param {(name: string) => boolean} isWanted */
      select(isWanted) {
        const wanted = declarations.filter(({ name }) => isWanted(name));
        return wanted.length > 0 ? `${head}${wanted.map((one) => one.text).join(', ')}` : '';
      },
    };
  });
}
