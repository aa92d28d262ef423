/**
 * A web service that classifies images of untrusted clients. Worker threads decode the images, within limits. Images
 * that arrive together are classified in one batch.
 *
 *   npx tsx examples/server.ts models/digit 8080
 *   npx tsx examples/server.ts models/digit --hosts digits.example.org --origins https://example.org
 *   curl --data-binary @three.png -H 'content-type: image/png' http://127.0.0.1:8080/predict
 */

import { parseArgs } from 'node:util';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import {
  isOutOfDistribution,
  type LoadModelOptions,
  loadModel,
  modelMetadata,
  modelReading,
} from 'mnist-lab';
import { type Access, limitAccess } from './server/access.js';
import { createBatcher } from './server/batcher.js';
import { BodyBudget } from './server/body-budget.js';
import { ImageReader } from './server/image-reader.js';
import { RequestError } from './server/request-error.js';

const largestBody = 1_000_000;
const bodyBudget = 200_000_000;
const largestConnectionCount = 4_000;

/** Time limits in milliseconds. Node checks them only every 30 seconds by default, so set a shorter interval. */
const timeLimits = {
  http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
  requestTimeout: 10_000,
  keepAliveTimeout: 30_000,
};

/** Creates the service without listening. */
export async function createServer(
  directory: string,
  access: Access = {},
  options: LoadModelOptions = {},
): Promise<FastifyInstance> {
  const model = await loadModel(directory, options);
  const { name, classNames, imageShape } = modelMetadata(model);
  // How images and outputs are interpreted, which each response includes.
  const { input, output, preprocessing, notes } = modelReading(model);
  const reading = { preprocessing, input, output: output.kind, notes };
  const pixelCount = input.rows * input.columns * input.channels;
  const classify = createBatcher(model);
  const images = await new ImageReader(directory).open();
  const budget = new BodyBudget(bodyBudget, largestBody);

  const server = Fastify({ bodyLimit: largestBody, ...timeLimits });
  server.server.maxConnections = largestConnectionCount;
  limitAccess(server, access);
  const types = /^(image\/|application\/octet-stream\s*(;|$))/i;
  server.addContentTypeParser(types, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', async (request, reply) => budget.take(request, reply));
  server.addHook('onClose', () => images.close());

  server.setErrorHandler((error: FastifyError, _request, reply) => {
    if (error instanceof RequestError) {
      if (error.statusCode === 503) reply.header('retry-after', '1');
      return reply.code(error.statusCode).send({ error: error.message });
    }
    const status = error.statusCode ?? 500;
    if (status >= 500) console.error(error);
    const tooLarge = `the body is larger than ${largestBody} bytes`;
    const message = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? tooLarge : error.message;
    return reply.code(status).send({
      error: status < 500 ? `Reading the request: ${message}` : 'The server failed to answer this request.',
    });
  });

  server.get('/', () => ({
    name,
    classNames,
    imageShape,
    reading,
    predict: 'POST an image file to /predict',
  }));

  server.post('/predict', async ({ body, headers }, reply) => {
    if (!Buffer.isBuffer(body) || body.length === 0) {
      const wanted = `an image file with its type, or ${pixelCount} bytes of application/octet-stream`;
      throw new RequestError(415, `Reading the request: expected ${wanted}, but found another body or none.`);
    }
    const isFile = /^image\//i.test(headers['content-type'] ?? '');
    if (!isFile && body.length !== pixelCount)
      throw new RequestError(
        422,
        `Reading pixels: expected ${imageShape.join(' × ')}${input.channels === 3 ? ' × 3' : ''} bytes but found ${body.length}.`,
      );
    const pixels = isFile ? await images.read(body) : body;
    const probabilities = await classify(pixels);
    const best = probabilities.indexOf(Math.max(...probabilities));
    if (best < 0) throw new Error('The model returned no probabilities for this image.');
    const all = Object.fromEntries(classNames.map((each, index) => [each, probabilities[index]]));
    const answer = { class: classNames[best], probability: probabilities[best], probabilities: all, reading };
    if (!isOutOfDistribution(model, probabilities, pixels)) return answer;
    // The prediction is not reliable, however confident the network is. The response includes it for inspection.
    const error = 'The image is out of distribution: it is unlike the training images';
    return reply.code(422).send({ error, outOfDistribution: true, ...answer });
  });
  return server;
}

async function main(words: string[]): Promise<void> {
  const list = { type: 'string' } as const;
  const { positionals, values } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { hosts: list, origins: list, 'input-range': list },
  });
  const [directory, port = '8080'] = positionals;
  if (!directory)
    throw new Error(
      'Usage: server.ts MODEL [PORT] [--hosts NAME,…] [--origins URL,…] [--input-range 0..255]',
    );
  const access = { hosts: values.hosts?.split(','), origins: values.origins?.split(',') };
  const inputRange = values['input-range'] as LoadModelOptions['inputRange'];
  const server = await createServer(directory, access, { inputRange });
  console.log(`listening on ${await server.listen({ port: Number(port), host: '127.0.0.1' })}`);
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
