// @ts-check
/** The reply to `is_complete_request`: whether Enter runs the input or adds a line. */

/** @typedef {import('./tslab.mjs').TypeScript} TypeScript */

/**
 * @param {TypeScript} ts
 * @param {string} code
 * @returns {{ status: 'complete' | 'invalid' } | { status: 'incomplete', indent: string }}
 */
export function completeness(ts, code) {
  const file = ts.createSourceFile('cell.ts', code, {
    languageVersion: ts.ScriptTarget.ES2022,
    // Parse it as a module, so that `await` is an operator.
    setExternalModuleIndicator: asModule,
  });
  const { parseDiagnostics } =
    /** @type {{ parseDiagnostics: readonly { start: number, length: number, code: number }[] }} */ (
      /** @type {unknown} */ (file)
    );
  const [first] = parseDiagnostics;
  if (!first) return { status: 'complete' };
  const end = code.trimEnd().length;
  const [comment, template, string] = [1010, 1160, 1002];
  const goesOn = first.code === comment || first.code === template;
  // A string literal cannot continue on the next line, so an unfinished one is an error.
  if (first.code === string || (first.start < end && !goesOn)) return { status: 'invalid' };
  return { status: 'incomplete', indent: '  '.repeat(openBrackets(ts, code)) };
}

/** The number of unclosed brackets at the end. @param {TypeScript} ts @param {string} code */
function openBrackets(ts, code) {
  const { SyntaxKind: kinds } = ts;
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, true, ts.LanguageVariant.Standard, code);
  let open = 0;
  for (let kind = scanner.scan(); kind !== kinds.EndOfFileToken; kind = scanner.scan()) {
    if ([kinds.OpenBraceToken, kinds.OpenBracketToken, kinds.OpenParenToken].includes(kind)) open += 1;
    if ([kinds.CloseBraceToken, kinds.CloseBracketToken, kinds.CloseParenToken].includes(kind)) open -= 1;
  }
  return Math.max(0, open);
}

/** Makes TypeScript treat a file as a module. @param {object} file */
export function asModule(file) {
  Object.assign(file, { externalModuleIndicator: true });
}
