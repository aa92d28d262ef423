const longest = 100;

/** Any value that somebody gave, in a few words for a message: as JSON where it has such a form. */
export function showValue(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? showObject(value) : showSimple(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function showSimple(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
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
