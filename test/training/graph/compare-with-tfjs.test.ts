import { compareWithTfjs } from './compare-with-tfjs.js';

compareWithTfjs([{ labelSmoothing: 0, compiled: false }]);
