// @ts-check
/** What Shift+Tab and Tab show: signature, documentation and tags of a name, and names that fit. */

/**
 * @typedef {import('./cells.mjs').Cells} Cells
 * @typedef {import('./tslab.mjs').TypeScript} TypeScript
 * @typedef {import('@tslab/typescript-for-tslab').QuickInfo} QuickInfo
 * @typedef {import('@tslab/typescript-for-tslab').Node} Node
 */

/**
 * The answer to `inspect_request`: about the name at the cursor, or else about the function whose arguments are
 * being written.
 *
 * @param {TypeScript} typescript
 * @param {Cells} cells
 * @param {string} code
 * @param {number} cursor in characters, of which some are two of JavaScript's
 */
export function inspectAt(typescript, cells, code, cursor) {
  const position = unitsBefore(code, cursor);
  const info = cells.inspect(code, position) ?? inspectCallee(typescript, cells, code, position);
  if (!info) return { status: 'ok', found: false, data: {}, metadata: {} };
  return { status: 'ok', found: true, data: { 'text/plain': describe(info) }, metadata: {} };
}

/** The answer to `complete_request`. @param {Cells} cells @param {string} code @param {number} cursor */
export function completeAt(cells, code, cursor) {
  const { start, end, candidates } = cells.complete(code, unitsBefore(code, cursor));
  return {
    status: 'ok',
    matches: candidates,
    cursor_start: charactersBefore(code, start),
    cursor_end: charactersBefore(code, end),
    metadata: {},
  };
}

/** @param {TypeScript} typescript @param {Cells} cells @param {string} code @param {number} position */
function inspectCallee(typescript, cells, code, position) {
  const file = typescript.createSourceFile('cell.ts', code, typescript.ScriptTarget.ES2022, true);
  /** @type {Node | undefined} */
  let callee;
  /** @param {Node} node */
  const visit = (node) => {
    const end = node.getEnd();
    // What is being written has no end yet, and may be followed by a space.
    if (position < node.getFullStart() || code.slice(end, position).trim() !== '') return;
    const isCall = typescript.isCallExpression(node) || typescript.isNewExpression(node);
    const isOver = position >= end && code[end - 1] === ')';
    // The innermost call is found last.
    if (isCall && !isOver && position > node.expression.getEnd()) callee = node.expression;
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return callee && cells.inspect(code, callee.getEnd() - 1);
}

/** @param {QuickInfo} info */
function describe({ displayParts = [], documentation = [], tags = [] }) {
  /** @param {readonly { text: string }[]} parts */
  const text = (parts) => parts.map((part) => part.text).join('');
  const described = tags.map((tag) => {
    const words = text(tag.text ?? []);
    // Examples are code, which begins on a line of its own.
    return `@${tag.name}${words.includes('\n') && tag.name === 'example' ? '\n' : ' '}${words}`.trim();
  });
  return [text(displayParts), text(documentation), described.join('\n')].filter(Boolean).join('\n\n');
}

/** Length of so many characters, in JavaScript's units. @param {string} code @param {number} characters */
function unitsBefore(code, characters) {
  return [...code].slice(0, characters).join('').length;
}

/** @param {string} code @param {number} units */
function charactersBefore(code, units) {
  return [...code.slice(0, units)].length;
}
