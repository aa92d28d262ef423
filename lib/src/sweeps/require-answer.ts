import { connect } from 'node:net';

/** Milliseconds that the head of a cluster may take to answer. */
const patience = 5_000;

/**
 * Sees whether anything answers at an address: Ray itself would try for minutes.
 *
 * @throws {Error} if nothing does.
 */
export function requireAnswer(address: string): Promise<void> {
  const at = address.lastIndexOf(':');
  const socket = connect({
    host: address.slice(0, at),
    port: Number(address.slice(at + 1)),
    timeout: patience,
  });
  return new Promise((resolve, reject) => {
    const refuse = (reason: string) => {
      socket.destroy();
      reject(
        new Error(
          `Sweeping: expected a Ray cluster at ${address} but ${reason}. Start one there with \`ray start --head\`, from .venv-sweeps/bin.`,
        ),
      );
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => refuse('found nothing that answers'));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      refuse(`found nothing that answers (${error.code})`),
    );
  });
}
