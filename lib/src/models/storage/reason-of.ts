/** What an error of tfjs says, short enough and without its full stop, to stand inside a message. */
export function reasonOf(cause: unknown): string {
  const message = String((cause as Error).message ?? cause).replace(/[.\s]+$/, '');
  return message.length > 300 ? `${message.slice(0, 300)}…` : message;
}
