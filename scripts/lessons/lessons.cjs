// @ts-check
/**
 * The lessons. Plain JavaScript, because commands ask for it before anything is installed.
 *
 * @typedef {object} Lesson a notebook of the project and what it leaves
 * @property {string} dataset it is about, and its name in `results.json`
 * @property {string} file its path under `notebooks/`
 * @property {string} model the folder of its model under `build/models/`
 */

const { UsageError } = require('./usage-error.cjs');

/** @type {readonly Lesson[]} */
const lessons = [
  { dataset: 'mnist', file: 'mnist_digit/digit_classifier.ipynb', model: 'digit' },
  { dataset: 'fashion-mnist', file: 'fashion_mnist/fashion_classifier.ipynb', model: 'fashion' },
];

/**
 * The lesson that somebody means by the name of its dataset, or of what it is about.
 *
 * @param {string} name
 * @returns {Lesson}
 * @throws {UsageError} if there is none; the message lists the names.
 */
function findLesson(name) {
  const lesson = lessons.find(({ dataset, model }) => [dataset, model].includes(name));
  if (lesson) return lesson;
  const known = lessons.map(({ dataset, model }) => `${model} (or ${dataset})`).join(', ');
  throw new UsageError(`There is no lesson "${name}". Known: ${known}.`);
}

module.exports = { lessons, findLesson };
