import { describeFlag, flagsOf } from '../options/flags.js';
import { sweepOptions } from '../sweeps/sweep-options.js';
import { type TrainFlag, trainFlags } from './train-flags.js';

/** Options of `mnist-lab sweep` that come from the library's table; those that are on by default are told by their no. */
export const sweepFlags: readonly TrainFlag[] = flagsOf(sweepOptions)
  .filter(({ option }) => option.standard !== true)
  .map((flag) => ({ ...flag, heading: 'Options:', description: describeFlag(flag, 0) }));

/** How a folder is read, as for `mnist-lab train`. */
export const folderFlags: readonly TrainFlag[] = trainFlags.filter(({ name }) =>
  ['imageShape', 'testShare', 'preprocessing'].includes(name),
);
