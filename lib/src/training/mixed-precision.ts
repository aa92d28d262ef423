import { readFileSync } from 'node:fs';
import type { Products } from '../program/tensorflow/tensorflow-operations.js';

/**
 * `'mixed'`: matrix products and convolutions in bfloat16, but weights, losses, normalisation and updates in
 * float32.
 */
export type Precision = 'float32' | 'mixed';

/**
 * How the training graph computes products. @param cpuinfo Linux's description of the processor. Read by
 * default.
 */
export function productsOf(precision: Precision, cpuinfo?: string): Products {
  if (precision === 'float32') return 'float32';
  return multipliesInBfloat16(cpuinfo) ? 'bfloat16' : 'emulated';
}

/**
 * A warning if mixed precision is slower than float32 on this processor.
 *
 * @param cpuinfo as for {@link productsOf}.
 */
export function slownessOf(precision: Precision, cpuinfo?: string): string | undefined {
  if (productsOf(precision, cpuinfo) !== 'emulated') return undefined;
  return (
    "Training: precision 'mixed' emulates bfloat16, because this processor reports neither AMX nor AVX512-BF16. It " +
    "rounds as bfloat16 does, but takes 1.1 to 1.2 times as long as precision 'float32', or about 1.7 times as long " +
    'for a dense network that XLA would compile.'
  );
}

/**
 * Whether the processor has bfloat16 instructions. Without /proc/cpuinfo, as on systems other than Linux,
 * false is assumed.
 */
function multipliesInBfloat16(cpuinfo = readCpuinfo()): boolean {
  return /^flags\s*:.*\b(amx_bf16|avx512_bf16)\b/m.test(cpuinfo);
}

function readCpuinfo(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}
