// @ts-check
/**
 * What a step of the set-up is.
 *
 * @typedef {object} Tools what a step works with
 * @property {string} python a Python that has at least venv
 * @property {number} lock the lock's descriptor, for child processes
 * @property {AbortSignal} signal aborted when another step has failed
 * @property {(text: string) => void} progress shows how far the step is
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {number} room on disk that it needs, in bytes
 * @property {() => boolean} isDone whether what it makes is there, whole, and made from what is there now;
 *   quick, for it is asked at every start
 * @property {(tools: Tools) => Promise<string>} run does it, checks the result by using it, and stamps it
 */

export {};
