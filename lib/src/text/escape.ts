const longest = 200;

/**
 * Formats an untrusted value for a message: as JSON if possible, with control characters escaped, truncated
 * to 200 characters.
 */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return escapeControls(JSON.stringify(cut(value)));
  return showText(typeof value === 'object' && value !== null ? showObject(value) : showSimple(value));
}

/** Escapes and truncates text as {@link showValue} does, but adds no quotes: for paths, for example. */
export function showText(text: string): string {
  return escapeControls(cut(text));
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/**
 * Escapes control characters, line breaks and characters that reorder text. Each becomes an escape as in JSON,
 * such as `\u001b`.
 */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Escapes multi-line text as {@link escapeControls} does, but keeps the line breaks (`\n`). */
export function escapeLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}

function showSimple(value: unknown): string {
  return typeof value === 'function' ? 'a function' : String(value);
}

/** An object as JSON, or a description if that fails: the object may be circular, or its `toJSON` may throw. */
function showObject(value: object): string {
  try {
    return JSON.stringify(value) ?? 'an object';
  } catch {
    return Array.isArray(value) ? 'an array without a JSON form' : 'an object without a JSON form';
  }
}

// Quotes are numeric entities, because Plotly supports only a few names.
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

/** Escapes text for HTML elements and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
