import { root } from '../../scripts/lessons/project.js';

/** Compiles and runs cells as the kernel does, in this process and without Jupyter. */
export async function startCells() {
  const { Cells } = await import('../../lib/jupyter/kernel/cells.mjs');
  const { projectAt } = await import('../../lib/jupyter/project.mjs');
  const cells = new Cells(projectAt(root));
  let count = 0;
  return {
    /** Runs a cell. @returns The value of its last expression, as text. */
    run: (code: string): Promise<string> =>
      cells.run(code, { count: ++count, stopped: new Promise<never>(() => {}), begin() {} }),
    close: () => cells.close(),
  };
}
