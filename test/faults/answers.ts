import { gzipSync } from 'node:zlib';
import { bytes } from '../datasets/acquire-from.js';
import type { RawAnswer, RawRequest } from './raw-server.js';

/** The correct gzipped file for a request. */
export function rightFile({ target }: Pick<RawRequest, 'target'>): Buffer {
  const name = target.split('/').at(-1)!.replace(/\.gz$/, '');
  return gzipSync(bytes.get(name) ?? new Uint8Array());
}

/** A complete HTTP response. */
export function message(head: string, body: Uint8Array | string = ''): Buffer {
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${head}\r\n\r\n`), Buffer.from(body)]);
}

/** A response that ends with its body. */
export const say =
  (head: string, body: Uint8Array | string = ''): RawAnswer =>
  (socket) =>
    socket.end(message(`${head}\r\nconnection: close`, body));

/** The correct file with its length. */
export const right: RawAnswer = (socket, request) => {
  const body = rightFile(request);
  socket.end(message(`200 OK\r\ncontent-length: ${body.length}`, body));
};

/** The correct file after this many other responses. */
export const rightAfter =
  (failures: number, fail: RawAnswer): RawAnswer =>
  (socket, request) =>
    request.before < failures ? fail(socket, request) : right(socket, request);

/** Other bytes in place of the file. */
export const instead =
  (body: (file: Buffer, request: RawRequest) => Uint8Array | string): RawAnswer =>
  (socket, request) =>
    say('200 OK', body(rightFile(request), request))(socket, request);

/** The head of a response whose body follows. */
export const begin = (header = ''): Buffer => message(`200 OK${header && `\r\n${header}`}`);

/** The requested file in HTTP chunks. */
export function chunked(...pieces: Uint8Array[]): Buffer {
  return Buffer.concat(
    pieces.flatMap((piece) => [Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]),
  );
}
