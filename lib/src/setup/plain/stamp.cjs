'use strict';

/**
 * Stamps: a step writes one when its result is complete and checked, and is skipped while the stamp fits: while the
 * step's inputs are the same and every file it names has the size it had. It is written last and renamed into place, so
 * an interrupted step has none.
 */

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** @param {unknown} inputs anything JSON can hold @returns {string} sha256, hexadecimal */
function hashInputs(inputs) {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}

/** Writes a file whole or not at all. @param {string} file @param {string} text */
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

/** Whether all files of a stamp have the size they had, whatever the inputs are now. @param {string} file the stamp */
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
