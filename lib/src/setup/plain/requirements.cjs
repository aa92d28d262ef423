'use strict';

/**
 * What the set-up needs of a machine, checked before anything is downloaded.
 *
 * Plain JavaScript without dependencies, because a fresh clone runs it before there is a compiler.
 */

const { checkMachine, checkSpace, describeMachine } = require('./machine.cjs');
const { findPython } = require('./python.cjs');

/**
 * Checks everything at once, so that one message can name all that is missing.
 *
 * @param {string} directory that will hold what is made
 * @param {number} bytes of room that it needs
 * @returns {import('./python.cjs').Python}
 * @throws {Error} that lists what is missing, each with the command that would install it
 */
function requireMachine(directory, bytes) {
  const machine = checkMachine(describeMachine());
  const { python, missing } = findPython();
  // A machine that cannot do it at all needs no advice on Python.
  const all = machine
    ? [machine]
    : [missing, checkSpace(directory, bytes)].filter((one) => one !== undefined);
  if (all.length > 0 || !python) {
    const lines = all.map(({ problem, remedy }) => `  - ${problem}.\n    ${remedy}`);
    throw new Error(`The set-up cannot start; nothing was downloaded.\n${lines.join('\n')}`);
  }
  return python;
}

module.exports = { requireMachine };
