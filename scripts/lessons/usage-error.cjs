// @ts-check

/** A request for something that does not exist. The message is shown without a stack trace. */
class UsageError extends Error {}

module.exports = { UsageError };
