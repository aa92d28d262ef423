// @ts-check

/** Something was asked for that does not exist: the message says all there is to say, without lines of code. */
class UsageError extends Error {}

module.exports = { UsageError };
