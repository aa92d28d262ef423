// A process that draws one figure and prints `drawn`. With the argument `wait`, it then runs until it is killed.
const { drawFigure } = require('../../../lib/dist/notebook/browser/picture.js');

const figure = {
  name: 'bars',
  description: '',
  data: [{ type: 'bar', x: ['a', 'b'], y: [1, 2] }],
  layout: {},
};
drawFigure(figure).then(() => {
  process.stdout.write('drawn\n');
  if (process.argv[2] === 'wait') setInterval(() => {}, 1000);
});
