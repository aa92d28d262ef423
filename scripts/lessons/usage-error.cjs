// @ts-check

/** An error in the user's arguments, parameters or files. Its message is shown without a stack trace. */
class UsageError extends Error {}

module.exports = { UsageError };
