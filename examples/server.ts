/**
 * A web service that classifies images. Requests that arrive together are classified together.
 *
 *   npx tsx examples/server.ts models/digit 8080
 *   curl --data-binary @three.png -H 'content-type: image/png' http://127.0.0.1:8080/predict
 */

import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { decodeImage, loadModel, modelMetadata, predictProbabilities, toModelInput } from 'mnist-lab';

const largestBody = 1_000_000;
const largestBatch = 256;

type Model = Awaited<ReturnType<typeof loadModel>>;

/** Collects the images of requests that arrive while others are being read, and classifies them in one call. */
function createBatcher(model: Model): (pixels: Uint8Array) => Promise<Float32Array> {
  const waiting: {
    pixels: Uint8Array;
    resolve: (row: Float32Array) => void;
    reject: (error: unknown) => void;
  }[] = [];
  const classifyAll = () => {
    const batch = waiting.splice(0, largestBatch);
    if (waiting.length > 0) setImmediate(classifyAll);
    try {
      const probabilities = predictProbabilities(model, Buffer.concat(batch.map(({ pixels }) => pixels)));
      const classCount = probabilities.length / batch.length;
      batch.forEach(({ resolve }, index) => {
        resolve(probabilities.slice(index * classCount, (index + 1) * classCount));
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (pixels) =>
    new Promise((resolve, reject) => {
      // Runs when everything that has arrived by now is read.
      if (waiting.push({ pixels, resolve, reject }) === 1) setImmediate(classifyAll);
    });
}

/** Makes the service; nothing listens yet. */
export async function createServer(directory: string): Promise<FastifyInstance> {
  const model = await loadModel(directory);
  const { name, classNames, imageShape } = modelMetadata(model);
  const pixelCount = imageShape[0] * imageShape[1];
  const classify = createBatcher(model);

  const server = Fastify({ bodyLimit: largestBody, requestTimeout: 10_000 });
  const types = /^(image\/.*|application\/octet-stream)$/;
  server.addContentTypeParser(types, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  server.setErrorHandler((error: FastifyError, _request, reply) => {
    const tooLarge = `the body is larger than ${largestBody} bytes`;
    const message = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? tooLarge : error.message;
    return reply.code(error.statusCode ?? 500).send({ error: `Cannot answer: ${message}` });
  });

  server.get('/', () => ({ name, classNames, imageShape, predict: 'POST an image file to /predict' }));

  server.post('/predict', async (request, reply) => {
    if (!Buffer.isBuffer(request.body) || request.body.length === 0) {
      const wanted = `an image file with its type, or ${pixelCount} bytes of application/octet-stream`;
      return reply.code(415).send({ error: `Cannot use the body: wanted ${wanted}` });
    }
    const raw = request.headers['content-type'] === 'application/octet-stream';
    if (raw && request.body.length !== pixelCount) {
      const error = `Cannot use ${request.body.length} bytes as pixels: wanted ${imageShape.join(' × ')}`;
      return reply.code(422).send({ error });
    }
    const pixels = raw ? request.body : await decodeInput(request.body);
    if ('error' in pixels) return reply.code(422).send(pixels);
    const probabilities = await classify(pixels);
    const best = probabilities.indexOf(Math.max(...probabilities));
    const all = Object.fromEntries(classNames.map((each, index) => [each, probabilities[index]]));
    return { class: classNames[best], probability: probabilities[best], probabilities: all };
  });

  async function decodeInput(body: Buffer): Promise<Uint8Array | { error: string }> {
    try {
      return toModelInput(model, await decodeImage(body));
    } catch (error) {
      return { error: (error as Error).message };
    }
  }
  return server;
}

async function main([directory, port = '8080']: string[]): Promise<void> {
  if (!directory) throw new Error('Usage: server.ts MODEL [PORT]');
  const server = await createServer(directory);
  console.log(`listening on ${await server.listen({ port: Number(port), host: '127.0.0.1' })}`);
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
