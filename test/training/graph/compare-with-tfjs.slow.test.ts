import { compareWithTfjs } from './compare-with-tfjs.js';

// These tests are slow, because XLA takes half a second to compile each network.
compareWithTfjs([{ labelSmoothing: 0.1, compiled: true }]);
