// @ts-check
/**
 * What Jupyter starts as the kernel: compiles what has changed in the library, then answers Jupyter, with tslab's
 * compiler for the cells.
 *
 * So an author edits `lib/src`, restarts the kernel, and sees the change. If the library does not compile, the
 * first cell that runs says so, and the kernel goes on with what was compiled last.
 */

import { Kernel } from './kernel/kernel.mjs';
import { shareProjectData } from './kernel/packages.mjs';
import { watchParent } from './kernel/parent-watch.mjs';
import { offerServices } from './kernel/services.mjs';
import { Sockets } from './kernel/sockets.mjs';
import { compileNow } from './steps/library.mjs';

const [connectionFile] = process.argv.slice(2);
if (!connectionFile) throw new Error('Expected the path of a connection file: Jupyter starts this program');

watchParent();
shareProjectData();
const errors = compileNow();
const sockets = new Sockets(connectionFile);
const kernel = new Kernel(
  sockets,
  errors && `The library in lib/src does not compile; this is the last version that did.\n${errors}\n`,
);
offerServices(kernel.queue);
/** @type {import('./kernel/sockets.mjs').Receive} */
const receive = (message, reply) => kernel.receive(message, reply);
await sockets.open({ shell: receive, control: receive });
