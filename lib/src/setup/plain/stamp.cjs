'use strict';

/**
 * Stamps: a step writes one when its result is whole and checked, and is skipped while the stamp fits.
 *
 * A stamp fits when the step's inputs are still the same and every file it names is still there, with the
 * size it had. It is written last and renamed into place, so an interrupted step has none.
 */

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/**
 * @param {unknown} inputs anything JSON can hold
 * @returns {string} sha256, hexadecimal
 */
function hashInputs(inputs) {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}

/**
 * Writes a file such that it is either there as a whole or not at all.
 *
 * @param {string} file
 * @param {string} text
 */
function writeWhole(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  fs.writeFileSync(partial, text);
  fs.renameSync(partial, file);
}

/**
 * @param {string} file the stamp
 * @param {unknown} inputs of the step
 * @param {readonly string[]} made files that the step made, whose presence the stamp vouches for
 */
function writeStamp(file, inputs, made) {
  const directory = path.dirname(file);
  const entries = made.map((one) => ({ path: path.relative(directory, one), bytes: fs.statSync(one).size }));
  writeWhole(file, `${JSON.stringify({ inputs: hashInputs(inputs), made: entries }, null, 2)}\n`);
}

/**
 * @param {string} file the stamp
 * @param {unknown} inputs of the step
 * @returns {boolean}
 */
function stampFits(file, inputs) {
  try {
    const stamp = JSON.parse(fs.readFileSync(file, 'utf8'));
    return (
      stamp.inputs === hashInputs(inputs) &&
      stamp.made.every(
        (/** @type {{ path: string, bytes: number }} */ entry) =>
          fs.statSync(path.resolve(path.dirname(file), entry.path)).size === entry.bytes,
      )
    );
  } catch {
    return false;
  }
}

module.exports = { hashInputs, writeWhole, writeStamp, stampFits };
