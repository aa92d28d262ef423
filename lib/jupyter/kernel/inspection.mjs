// @ts-check
/** Shift+Tab and Tab: signature, documentation and tags of a name, and completions. */

/**
 * @typedef {import('./cell-program.mjs').CellProgram} CellProgram
 * @typedef {import('./tslab.mjs').TypeScript} TypeScript
 * @typedef {import('@tslab/typescript-for-tslab').QuickInfo} QuickInfo
 * @typedef {import('@tslab/typescript-for-tslab').Node} Node
 */

/**
 * The reply to `inspect_request`, about the name at the cursor, or else about the function whose arguments
 * are being typed.
 *
 * @param {TypeScript} typescript
 * @param {CellProgram} cells
 * @param {string} code
 * @param {number} cursor in Unicode characters, some of which are two UTF-16 units
 */
export function inspectAt(typescript, cells, code, cursor) {
  const position = unitsBefore(code, cursor);
  const info = cells.quickInfo(code, position) ?? inspectCallee(typescript, cells, code, position);
  if (!info) return { status: 'ok', found: false, data: {}, metadata: {} };
  return { status: 'ok', found: true, data: { 'text/plain': describe(info) }, metadata: {} };
}

/**
 * The reply to `complete_request`: names that start with the typed text, then those that contain it.
 *
 * @param {CellProgram} cells
 * @param {string} code
 * @param {number} cursor in Unicode characters
 */
export function completeAt(cells, code, cursor) {
  const position = unitsBefore(code, cursor);
  const info = cells.completions(code, position);
  // In closed string literals, TypeScript reports the range to replace. In unclosed ones, the range starts after
  // the quotation mark. Elsewhere, it is the name at the cursor.
  const isText = info?.entries.some(({ kind }) => kind === 'string');
  const inQuotes = info?.entries.find(({ replacementSpan }) => replacementSpan)?.replacementSpan;
  const span = inQuotes ?? (isText ? textAt(code, position) : nameAt(code, position));
  const written = code.slice(span.start, position).toLowerCase();
  const rank = (/** @type {string} */ name) => {
    if (name.startsWith(code.slice(span.start, position))) return 0;
    if (name.toLowerCase().startsWith(written)) return 1;
    return name.toLowerCase().includes(written) ? 2 : 3;
  };
  const entries = (info?.entries ?? [])
    .filter(({ replacementSpan, name }) => (!inQuotes || replacementSpan) && rank(name) < 3)
    .map(({ name, sortText }) => ({ name, key: `${rank(name)}${sortText}` }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return {
    status: 'ok',
    matches: entries.map(({ name }) => name),
    cursor_start: charactersBefore(code, span.start),
    cursor_end: charactersBefore(code, span.start + span.length),
    metadata: {},
  };
}

/** The text since the last quotation mark. @param {string} code @param {number} position */
function textAt(code, position) {
  const start = 1 + Math.max(...["'", '"', '`'].map((mark) => code.lastIndexOf(mark, position - 1)));
  return { start, length: position - start };
}

/** The name that contains or ends at a position. @param {string} code @param {number} position */
function nameAt(code, position) {
  const [before = ''] = /[\p{ID_Continue}$#]*$/u.exec(code.slice(0, position)) ?? [];
  const [after = ''] = before ? (/^[\p{ID_Continue}$]*/u.exec(code.slice(position)) ?? []) : [];
  return { start: position - before.length, length: before.length + after.length };
}

/** @param {TypeScript} typescript @param {CellProgram} cells @param {string} code @param {number} position */
function inspectCallee(typescript, cells, code, position) {
  const file = typescript.createSourceFile('cell.ts', code, typescript.ScriptTarget.ES2022, true);
  /** @type {Node | undefined} */
  let callee;
  /** @param {Node} node */
  const visit = (node) => {
    const end = node.getEnd();
    // Skip nodes without the cursor. Spaces after a node count as part of it, because it may be unfinished.
    if (position < node.getFullStart() || code.slice(end, position).trim() !== '') return;
    const isCall = typescript.isCallExpression(node) || typescript.isNewExpression(node);
    const isOver = position >= end && code[end - 1] === ')';
    // The innermost call is visited last, so it replaces the outer ones.
    if (isCall && !isOver && position > node.expression.getEnd()) callee = node.expression;
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return callee && cells.quickInfo(code, callee.getEnd() - 1);
}

/** @param {QuickInfo} info */
function describe({ displayParts = [], documentation = [], tags = [] }) {
  /** @param {readonly { text: string }[]} parts */
  const text = (parts) => parts.map((part) => part.text).join('');
  const described = tags.map((tag) => {
    const words = text(tag.text ?? []);
    // Examples are code and start on a new line.
    return `@${tag.name}${words.includes('\n') && tag.name === 'example' ? '\n' : ' '}${words}`.trim();
  });
  return [text(displayParts), text(documentation), described.join('\n')].filter(Boolean).join('\n\n');
}

/**
 * Length of a number of Unicode characters in UTF-16 units. @param {string} code @param {number} characters
 */
function unitsBefore(code, characters) {
  return [...code].slice(0, characters).join('').length;
}

/** @param {string} code @param {number} units */
function charactersBefore(code, units) {
  return [...code.slice(0, units)].length;
}
