// @ts-check
import { Kernel } from './kernel.mjs';
import { shareProjectData } from './packages.mjs';
import { watchParent } from './parent-watch.mjs';
import { Sockets } from './sockets.mjs';

/**
 * Runs the kernel: answers Jupyter until Jupyter shuts it down.
 *
 * @param {import('../project.mjs').Project} project
 * @param {() => string} [prepare] called before the first request. Its result is printed above the first cell
 * @throws {Error} if the program's first argument is not the path of a connection file
 */
export async function startKernel(project, prepare = () => '') {
  const [connectionFile] = process.argv.slice(2);
  if (!connectionFile)
    throw new Error(
      'Starting the kernel: expected the path of a connection file as argument. Jupyter starts this program.',
    );
  watchParent();
  shareProjectData(project);
  const notice = prepare();
  const sockets = new Sockets(connectionFile);
  const kernel = new Kernel(project, sockets, notice);
  /** @type {import('./sockets.mjs').Receive} */
  const receive = (message, reply) => kernel.receive(message, reply);
  await sockets.open({ shell: receive, control: receive });
}
