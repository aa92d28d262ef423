import { compareOptimizers } from './compare-optimizers.js';

compareOptimizers(true);
