import { compareWithTfjs } from './compare-with-tfjs.js';

// XLA takes half a second to compile each of them.
compareWithTfjs([{ labelSmoothing: 0.1, compiled: true }]);
