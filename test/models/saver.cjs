// Saves one model after another into a folder until it is killed: node saver.cjs FOLDER
const path = require('node:path');
const { createDenseClassifier, saveModel } = require(path.resolve(__dirname, '../../lib/dist/index.js'));

async function main([folder]) {
  for (let mark = 1; ; mark++) {
    const model = createDenseClassifier({ hiddenUnits: [4], imageShape: [3, 3], seed: process.pid + mark });
    const weights = model.getWeights();
    model.setWeights([
      ...weights.slice(0, -1),
      weights
        .at(-1)
        .onesLike()
        .mul(process.pid + mark),
    ]);
    await saveModel(model, folder, { trainedWith: { mark: process.pid + mark } });
    model.dispose();
    process.stdout.write('.');
  }
}

main(process.argv.slice(2));
