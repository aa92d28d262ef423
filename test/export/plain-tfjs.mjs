// Classifies images with an exported folder and plain TensorFlow.js, in a process of its own.
// Arguments: the URL of model.json, and the images with their shape as JSON.
import * as tf from '@tensorflow/tfjs';

const [address, input] = process.argv.slice(2);
const { images, shape } = JSON.parse(input);
const model = await tf.loadLayersModel(address);
const probabilities = Array.from(model.predict(tf.tensor(images, shape)).dataSync());
console.log(JSON.stringify({ probabilities, metadata: model.getUserDefinedMetadata() }));
