import { compareWithTfjs } from './compare-with-tfjs.js';

// XLA compiles each of them for half a second.
compareWithTfjs([{ labelSmoothing: 0.1, compiled: true }]);
