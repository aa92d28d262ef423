#!/usr/bin/env bash
# Executed by run.sh in the arm64 root file system: setup, four epochs compiled by XLA, a prediction, a cell
# of the kernel, a figure. Each step prints its duration. The first failure ends the run with its exit code.
set -euo pipefail
cd "$(dirname "$0")/../.."

step() {
  local title=$1 start=$SECONDS
  shift
  echo "=== $title"
  "$@"
  echo "=== $title: done in $((SECONDS - start)) s"
}

# A drawn stroke in three file formats, which use different parts of sharp.
predict_pictures() {
  mkdir -p build/arm64
  node --input-type=commonjs - <<'JAVASCRIPT'
    const sharp = require('sharp');
    const stroke = `<svg xmlns="http://www.w3.org/2000/svg" width="112" height="112">
      <rect width="112" height="112" fill="white"/><path d="M56 20V92" stroke="black" stroke-width="10"/></svg>`;
    for (const format of ['png', 'jpeg', 'webp']) sharp(Buffer.from(stroke)).toFormat(format).toFile(`build/arm64/one.${format}`);
JAVASCRIPT
  npx mnist-lab predict build/arm64/digit build/arm64/one.{png,jpeg,webp}
}

# Draws a chart with the browser that the library finds. If there is none, the error explains why.
draw_figure() {
  node --input-type=commonjs - <<'JAVASCRIPT'
    const { drawFigure, closeBrowser } = require('mnist-lab/notebook');
    const data = [{ type: 'bar', x: ['a', 'b'], y: [1, 2] }];
    drawFigure({ name: 'bars', description: 'Two bars.', data, layout: { width: 300, height: 200 } })
      .then(({ png }) => console.log(`a PNG of ${png.length} bytes`))
      .finally(closeBrowser);
JAVASCRIPT
}

echo "$(uname -sm), Node $(node --version), $(python3 --version), $(ldd --version | head -1)"
step 'set-up' node setup/setup.mjs
step 'doctor' npx mnist-lab doctor
# The run has enough steps that the library compiles them with XLA.
step 'four epochs, compiled by XLA' npx mnist-lab train mnist --epochs 4 --batch-size 32 --hidden-units 8 --seed 1 --output build/arm64/digit
step 'accuracy' npx mnist-lab evaluate build/arm64/digit --dataset mnist
step 'predictions of three pictures' predict_pictures
step 'a cell of the kernel' .venv/bin/python lib/jupyter/ask-kernel.py
step 'a chart as PNG' draw_figure
