'use strict';

/**
 * A step of setup writes a stamp file when its result is complete and verified. The step is skipped as long as
 * the stamp is valid: the step's inputs are unchanged and every listed file has the same size. The stamp is
 * renamed into place last, so an interrupted step has none.
 */

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** @param {unknown} inputs any JSON value @returns {string} sha256, hexadecimal */
function hashInputs(inputs) {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}

/** Writes a file atomically. @param {string} file @param {string} text */
function writeWhole(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  fs.writeFileSync(partial, text);
  fs.renameSync(partial, file);
}

/** @param {string} file the stamp @param {unknown} inputs of the step @param {readonly string[]} made by the step */
function writeStamp(file, inputs, made) {
  const directory = path.dirname(file);
  const entries = made.map((one) => ({ path: path.relative(directory, one), bytes: fs.statSync(one).size }));
  writeWhole(file, `${JSON.stringify({ inputs: hashInputs(inputs), made: entries }, null, 2)}\n`);
}

/** @returns {{ inputs: string, made: { path: string, bytes: number }[] }} */
const readStamp = (/** @type {string} */ file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/**
 * Whether all files listed in a stamp still have the recorded size, regardless of the inputs.
 * @param {string} file the stamp
 */
function isAllThere(file) {
  try {
    const directory = path.dirname(file);
    return readStamp(file).made.every(
      (entry) => fs.statSync(path.resolve(directory, entry.path)).size === entry.bytes,
    );
  } catch {
    return false;
  }
}

/** @param {string} file the stamp @param {unknown} inputs of the step */
function stampFits(file, inputs) {
  return isAllThere(file) && readStamp(file).inputs === hashInputs(inputs);
}

module.exports = { hashInputs, writeWhole, writeStamp, isAllThere, stampFits };
