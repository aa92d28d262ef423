import type { layers, Sequential, SymbolicTensor, Tensor, Tensor2D } from '@tensorflow/tfjs-node';
import {
  classCountOf,
  greatestProbability,
  lastLayer,
  leastProbability,
  type OutputKind,
  outputKind,
} from '../layers/outputs.js';
import { tf } from '../tensorflow-js.js';

/**
 * Converts a model's outputs to the probability of each class, N × classes. `classProbabilities` in
 * `layers/outputs.ts` does the same in compiled programs.
 */
function readOutputs(outputs: Tensor, kind: OutputKind): Tensor {
  if (kind === 'probabilities') return outputs;
  const scores = outputs.reshape([outputs.shape[0]!, -1]);
  const logits = kind === 'logits' ? scores : logitsOfSigmoid(scores);
  return tf.softmax(
    logits.shape[1] === 1
      ? tf.pad2d(logits as Tensor2D, [
          [0, 0],
          [1, 0],
        ])
      : logits,
  );
}

function logitsOfSigmoid(probabilities: Tensor): Tensor {
  const likely = probabilities.clipByValue(leastProbability, greatestProbability);
  return likely.log().sub(tf.sub(1, likely).log());
}

/**
 * The probability of each class, N × classes, predicted by a model. For sigmoid outputs it uses the logits,
 * which are more precise near 0 and 1 than 32-bit sigmoids.
 */
export function predictClasses(model: Sequential, inputs: Tensor, kind: OutputKind): Tensor {
  const last = kind === 'sigmoid' ? lastLayer(model) : undefined;
  const layer = last?.layer as unknown as { activation?: unknown } | undefined;
  const predict = () => model.predictOnBatch(inputs) as Tensor;
  if (!layer?.activation || last?.isAveraged) return readOutputs(predict(), kind);
  const { activation } = layer;
  layer.activation = (tf.layers.activation({ activation: 'linear' }) as unknown as typeof layer).activation;
  try {
    return readOutputs(predict(), 'logits');
  } finally {
    layer.activation = activation;
  }
}

/**
 * A model's outputs as probabilities, as a symbolic tensor of tfjs, for training through `LayersModel.fit`.
 */
export function symbolicProbabilities(model: Sequential): SymbolicTensor {
  const [output] = model.outputs;
  const kind = outputKind(model);
  if (kind === 'probabilities') return output!;
  const classCount = classCountOf(model);
  class ClassProbabilities extends tf.layers.Layer {
    static readonly className = 'ClassProbabilities';

    override computeOutputShape([batch]: (number | null)[]): (number | null)[] {
      return [batch!, classCount];
    }

    override call(inputs: Tensor | Tensor[]): Tensor {
      return tf.tidy(() => readOutputs([inputs].flat()[0]!, kind));
    }
  }
  return (new ClassProbabilities({}) as layers.Layer).apply(output!) as SymbolicTensor;
}
