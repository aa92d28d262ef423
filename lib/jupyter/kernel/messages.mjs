// @ts-check
/**
 * Messages of the Jupyter protocol in their wire format:
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */

import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/**
 * @typedef {object} Header
 * @property {string} msg_id
 * @property {string} msg_type
 * @property {string} session
 * @property {string} username
 * @property {string} date
 * @property {string} version
 *
 * @typedef {object} Message
 * @property {readonly Buffer[]} identities of the client that sent it, to address a reply
 * @property {Header} header
 * @property {Record<string, unknown>} content
 */

const delimiter = Buffer.from('<IDS|MSG>');

/**
 * @param {string} key
 * @param {readonly Buffer[]} frames
 * @returns {Message}
 * @throws {Error} if the message has too few parts or is not signed with the key
 */
export function readMessage(key, frames) {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  const [signature, ...parts] = frames.slice(at + 1);
  if (at < 0 || !signature || parts.length < 4)
    throw new Error('Reading a message: expected six parts or more');
  const wanted = Buffer.from(sign(key, parts));
  if (key && (signature.length !== wanted.length || !timingSafeEqual(signature, wanted)))
    throw new Error('Reading a message: its signature does not match the key in the connection file');
  const [header, , , content] = parts.map((part) => JSON.parse(String(part)));
  return { identities: frames.slice(0, at), header, content };
}

/**
 * @param {string} key
 * @param {Message | undefined} parent the request that it replies or belongs to
 * @param {string} type
 * @param {Record<string, unknown>} content
 * @param {readonly (Buffer | string)[]} addressees identities of the receiver, or the topic of a broadcast
 */
export function writeMessage(key, parent, type, content, addressees) {
  /** @type {Header} */
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session: parent?.header.session ?? '',
    username: parent?.header.username ?? '',
    date: new Date().toISOString(),
    version: '5.3',
  };
  const parts = [header, parent?.header ?? {}, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
  return [...addressees, delimiter, sign(key, parts), ...parts];
}

/** @param {string} key @param {readonly Buffer[]} parts */
function sign(key, parts) {
  // Without a key, messages are not signed.
  if (!key) return '';
  const hash = createHmac('sha256', key);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
