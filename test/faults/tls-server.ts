import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import tls, { type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import type { RawRequest } from './raw-server.js';

/** Whether this machine can create certificates. */
export const hasOpenssl = isThere('openssl');

/** A TLS server with a self-signed certificate for data.invalid. */
export async function tlsServer(
  answer: (socket: TLSSocket, request: RawRequest) => void,
): Promise<{ port: number }> {
  const folder = temporaryFolder();
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name)) as [string, string];
  const subject = ['-subj', '/CN=data.invalid', '-addext', 'subjectAltName=DNS:data.invalid'];
  const options = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', ...options, ...subject], { stdio: 'ignore' });
  const server = tls.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
    socket
      .on('error', () => {})
      .once('data', (chunk) => {
        const head = chunk.toString('latin1');
        const [method = '', target = ''] = head.split(' ');
        answer(socket, { method, target, head, before: 0 });
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port };
}

function isThere(command: string): boolean {
  try {
    execFileSync(command, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
