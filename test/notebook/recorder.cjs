// Records results under this many names, one after the other, after a message: node recorder.cjs NAME COUNT
const path = require('node:path');
const { recordResults } = require(path.resolve(__dirname, '../../lib/dist/notebook/project.js'));

const [name, count] = process.argv.slice(2);
const result = { testAccuracy: 0.9, testLoss: 0.3, trainSeconds: 1, epochs: 1, parameters: 1, seed: 1 };
process.once('message', () => {
  for (let number = 1; number <= Number(count); number++) recordResults(`${name}-${number}`, result);
  process.disconnect();
});
process.send('ready');
