// @ts-check
/** The kernel's five sockets. */

import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as zmq from 'zeromq';
import { readMessage, writeMessage } from './messages.mjs';

/**
 * @typedef {import('./messages.mjs').Message} Message
 * @typedef {(message: Message, reply: (type: string, content: Record<string, unknown>) => void) => void} Receive
 *
 * @typedef {object} Connection content of Jupyter's connection file
 * @property {string} transport
 * @property {string} ip
 * @property {string} key
 * @property {number} iopub_port
 * @property {number} shell_port
 * @property {number} control_port
 * @property {number} stdin_port
 * @property {number} hb_port
 */

/**
 * With a high-water mark, ZeroMQ would drop messages if a thousand are pending. With a send timeout other than 0,
 * the zeromq package would delay every 513th message until the next turn of the event loop, and reject any
 * message sent before that.
 */
const atOnce = { sendHighWaterMark: 0, sendTimeout: 0 };

export class Sockets {
  #iopub = new zmq.Publisher(atOnce);
  #shell = new zmq.Router({ ...atOnce, receiveHighWaterMark: 0 });
  #control = new zmq.Router({ ...atOnce, receiveHighWaterMark: 0 });
  #stdin = new zmq.Router();
  #heartbeat = new zmq.Reply();
  #isClosed = false;
  /** Receives the next line of the user's input. @type {((line: string) => void) | undefined} */
  #answer;
  /** @type {Connection} */
  #connection;

  /** @param {string} connectionFile */
  constructor(connectionFile) {
    this.#connection = JSON.parse(fs.readFileSync(connectionFile, 'utf8'));
  }

  /** @param {{ shell: Receive, control: Receive }} receivers */
  async open({ shell, control }) {
    const { iopub_port, shell_port, control_port, stdin_port, hb_port } = this.#connection;
    await Promise.all([
      this.#iopub.bind(this.#address(iopub_port)),
      this.#shell.bind(this.#address(shell_port)),
      this.#control.bind(this.#address(control_port)),
      this.#stdin.bind(this.#address(stdin_port)),
      this.#heartbeat.bind(this.#address(hb_port)),
    ]);
    this.#listen(this.#shell, shell);
    this.#listen(this.#control, control);
    this.#listen(this.#stdin, ({ content }) => {
      this.#answer?.(String(content.value ?? ''));
      this.#answer = undefined;
    });
    this.#echo();
  }

  /**
   * Broadcasts a message to all clients.
   *
   * @param {string} type
   * @param {Record<string, unknown>} content
   * @param {Message} [parent] the request it belongs to
   */
  publish(type, content, parent) {
    this.#send(this.#iopub, writeMessage(this.#connection.key, parent, type, content, [`kernel.${type}`]));
  }

  /**
   * Requests a line of input from the client that sent a request.
   *
   * @param {Message} request
   * @returns {Promise<string>}
   */
  askForLine(request) {
    const content = { prompt: '', password: false };
    const { key } = this.#connection;
    this.#send(this.#stdin, writeMessage(key, request, 'input_request', content, request.identities));
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  /** Closes the sockets, so that Node can exit when nothing else is pending. */
  async close() {
    this.#isClosed = true;
    // Give ZeroMQ time to send its last messages.
    await pause(20);
    for (const socket of [this.#iopub, this.#shell, this.#control, this.#stdin, this.#heartbeat])
      socket.close();
  }

  /** @param {number} port */
  #address(port) {
    const { transport, ip } = this.#connection;
    return transport === 'ipc' ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
  }

  /** @param {zmq.Router} socket @param {Receive} receive */
  async #listen(socket, receive) {
    for await (const frames of socket) {
      const { key } = this.#connection;
      try {
        const message = readMessage(key, frames);
        receive(message, (type, content) =>
          this.#send(socket, writeMessage(key, message, type, content, message.identities)),
        );
      } catch (error) {
        // The message is invalid or not from Jupyter, so there is no client to reply to.
        fs.writeSync(2, `${error}\n`);
      }
    }
  }

  async #echo() {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }

  /** @param {zmq.Publisher | zmq.Router} socket @param {(Buffer | string)[]} frames */
  #send(socket, frames) {
    if (this.#isClosed) return;
    // A message to a client that has disconnected is dropped without an error. If sending fails for another reason,
    // an unhandled rejection would end the kernel.
    socket.send(frames).catch(() => {});
  }
}
