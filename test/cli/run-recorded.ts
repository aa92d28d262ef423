import { runCommandLine } from '../../lib/src/cli/run.js';

/** Runs a command line in this process and records its output. */
export async function runRecorded(
  words: readonly string[],
  {
    input = new Uint8Array(),
    interactive = false,
    colours = false,
    signal = new AbortController().signal,
    onProgress = (_text: string) => {},
  } = {},
) {
  let out = '';
  let err = '';
  const code = await runCommandLine(
    words,
    {
      colours,
      progress: {
        interactive,
        columns: 100,
        write: (text) => {
          err += text;
          onProgress(text);
        },
      },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      readInput: async () => input,
    },
    signal,
  );
  return { code, out, err };
}
