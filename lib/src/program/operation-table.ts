import type { Operation } from './operation.js';
import { arrangement } from './operations/arrangement.js';
import { batchNormalization } from './operations/batch-normalize.js';
import { bends } from './operations/bends.js';
import { convolutions } from './operations/convolutions.js';
import { elementwise } from './operations/elementwise.js';
import { gelus } from './operations/gelu.js';
import { pooling } from './operations/pooling.js';
import { probabilities } from './operations/probabilities.js';
import { products } from './operations/products.js';
import { reductions } from './operations/reductions.js';
import { resizing } from './operations/resizing.js';
import { standardization } from './operations/standardize.js';

/** Every operation by name. */
export const operations: Readonly<Record<string, Operation>> = {
  ...elementwise,
  ...bends,
  ...products,
  ...convolutions,
  ...pooling,
  ...resizing,
  ...reductions,
  ...arrangement,
  ...probabilities,
  ...gelus,
  ...standardization,
  ...batchNormalization,
};
