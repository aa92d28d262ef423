'use strict';

const { spawn } = require('node:child_process');

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {number} [lock] descriptor of a lock, which the child inherits and holds until it exits
 * @property {AbortSignal} [signal] terminates the child
 * @property {(line: string) => void} [onLine] called for each non-empty line of the child's output, on either
 *   stream
 */

/**
 * Runs a program and waits for it to exit.
 *
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {RunOptions} [options]
 * @returns {Promise<string>} its standard output
 * @throws {Error} with the command, its exit code and its last lines, if it fails
 */
function run(program, parameters, { cwd, env, lock, signal, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd,
      signal,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', ...(lock === undefined ? [] : [lock])],
    });
    let output = '';
    /** @type {string[]} */
    const lastLines = [];
    const noteLine = (/** @type {string} */ line) => {
      if (line.trim() === '') return;
      lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
      onLine?.(line);
    };
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    for (const stream of [child.stdout, child.stderr]) splitLines(stream, noteLine);
    child.on('error', (error) => reject(new Error(`Starting ${program}: ${error.message}`)));
    child.on('close', (code, endedBy) => {
      if (code === 0) return resolve(output);
      const ending = endedBy ? `was ended by ${endedBy}` : `ended with code ${code}`;
      const command = [program, ...parameters.map((word) => (word.includes('\n') ? '…' : word))].join(' ');
      reject(new Error(`\`${command}\` ${ending}. Its last output:\n${lastLines.join('\n')}`));
    });
  });
}

/** @param {import('node:stream').Readable | null | undefined} stream @param {(line: string) => void} onLine */
function splitLines(stream, onLine) {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text) => {
    const lines = (rest + text).split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream?.on('end', () => onLine(rest));
}

module.exports = { run };
