const longest = 200;

/**
 * Any value from outside, in a few words for a message: as JSON where it has such a form, without characters that a
 * terminal would obey, and cut at about 200 characters.
 */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return escapeControls(JSON.stringify(cut(value)));
  return showText(typeof value === 'object' && value !== null ? showObject(value) : showSimple(value));
}

/** The same for text that stands without quotes, such as a path, or in others. */
export function showText(text: string): string {
  return escapeControls(cut(text));
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/**
 * Text without the characters that a terminal obeys, that break lines or that change the order of what is read: each
 * becomes `\u001b`, as JSON writes it.
 */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** {@link escapeControls} for text of several lines. */
export function escapeLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}

function showSimple(value: unknown): string {
  return typeof value === 'function' ? 'a function' : String(value);
}

/** What refers to itself has no form in JSON, and a `toJSON` may do anything. */
function showObject(value: object): string {
  try {
    return JSON.stringify(value) ?? 'an object';
  } catch {
    return Array.isArray(value) ? 'a list that JSON cannot hold' : 'an object that JSON cannot hold';
  }
}

// Quotes as numbers, which Plotly reads too; of names it knows but a few.
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

/** Makes text safe inside HTML, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
