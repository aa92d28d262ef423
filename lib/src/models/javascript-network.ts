import type { Sequential } from '@tensorflow/tfjs-node';
import { flatLayers } from '../layers/network.js';
import { type ProgramSteps, toSteps } from '../program/javascript/pack-program.js';
import { kernels, runSteps, type Tensor } from '../program/javascript/runtime.js';
import { modelMetadata } from './metadata.js';
import { networkProgram } from './network-program.js';

/** A model as a program in JavaScript, which needs no TensorFlow and no time to load it. */
export interface JavascriptNetwork {
  /** Number of multiplications per image, which dominate the time of a prediction. */
  readonly multiplications: number;
  /** Returns the probability of each class, after temperature, for the pixels of one image, 0 to 255. */
  readonly predict: (pixels: Uint8Array) => Tensor['numbers'];
}

interface Known {
  /** The metadata, layers and weights that the program was made from. */
  readonly parts: readonly unknown[];
  readonly network: JavascriptNetwork | undefined;
}

const known = new WeakMap<Sequential, Known>();

/**
 * A model's network in JavaScript. It is made at the first call, and again if the model's layers, weights or metadata
 * have changed.
 *
 * @returns `undefined` if JavaScript does not support a layer, or the model is too large.
 */
export function javascriptNetwork(model: Sequential): JavascriptNetwork | undefined {
  // Compare weights by their dataId, which TensorFlow.js replaces whenever the values change.
  const parts = [
    modelMetadata(model),
    ...flatLayers(model.layers),
    ...model.weights.map((weight) => weight.read().dataId),
  ];
  const before = known.get(model);
  const isSame =
    before?.parts.length === parts.length && before.parts.every((each, at) => each === parts[at]);
  if (isSame) return before.network;
  const network = made(model);
  known.set(model, { parts, network });
  return network;
}

/**
 * The JavaScript backend. Programs of more than `mostNumbers` values are left to TensorFlow, because folding
 * constants copies the weights several times.
 */
const backend = {
  name: 'JavaScript',
  has: (operation: string) => Object.hasOwn(kernels, operation),
  mostNumbers: 2 ** 24,
};

function made(model: Sequential): JavascriptNetwork | undefined {
  let program: ProgramSteps;
  try {
    const { pixels, probabilities } = networkProgram(model, 1, backend);
    program = toSteps(pixels, probabilities);
  } catch (error) {
    // The program cannot express a layer, is too large, or has weights that are not finite. In each case, leave
    // the prediction, or the error, to TensorFlow.
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
  const constants = program.constants.map(({ shape, constant }) => {
    return { shape, numbers: new Float32Array(constant!) };
  });
  return {
    multiplications: program.multiplications,
    predict: (pixels) => runSteps(program.steps, constants, pixels),
  };
}
