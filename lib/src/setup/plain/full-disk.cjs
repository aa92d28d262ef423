'use strict';

const fs = require('node:fs');
const os = require('node:os');

/**
 * With less than this a disk is as good as full: programs end there without saying why, and some have removed what they
 * could not finish, such as a Python environment of 20 MB.
 */
const LEAST_BYTES = 50e6;

/**
 * Says so where something failed because a disk is full: programs that were started tell it in their own words, deep
 * in what they wrote, and without what to do.
 *
 * @param {unknown} error
 * @param {string} directory where most is written
 * @returns {unknown} the error, explained or as it is
 */
function explainFullDisk(error, directory) {
  const { message, cause } = /** @type {Error} */ (error);
  const told = `${message}\n${/** @type {Error | undefined} */ (cause)?.message ?? ''}`;
  const isTold = /ENOSPC|EDQUOT|no space left|disk quota|file system full/i.test(told);
  if (!isTold && ![directory, os.tmpdir()].some(isFull)) return error;
  return new Error(
    `Setting up: expected room in "${directory}" and in "${os.tmpdir()}" but the disk is full. Make room ` +
      `(\`df -h ${directory} ${os.tmpdir()}\` shows where) and start again; what is done is kept.\n${message}`,
    { cause: error },
  );
}

/** @param {string} folder */
function isFull(folder) {
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize < LEAST_BYTES;
  } catch {
    return false;
  }
}

module.exports = { explainFullDisk };
