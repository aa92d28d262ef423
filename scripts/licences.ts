/**
 * Lists the licences of all packages that the project installs in docs/licences.md, and writes their texts to
 * build/licences.txt.
 *
 *   npm run licences
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rayFolder } from '../lib/src/setup/ray.js';
import { type LicensedPackage, nodePackages, pythonPackages } from './licences/package-licences.js';

const root = path.resolve(__dirname, '..');

const introduction = `# Licences

mnist-lab itself is under the [MIT licence](../LICENSE). The packed library contains only the project's own code. This page lists all packages that can be installed with it, on any platform. An installation contains only those for its own platform. \`npm run licences\` updates the page and writes the licence texts to \`build/licences.txt\`. \`npm run sbom\` writes a bill of materials of the npm packages (CycloneDX) to \`build/sbom.cdx.json\`.`;

const others = `| component | licence |
| --- | --- |
| TensorFlow's library, from a wheel of tensorflow | Apache-2.0; its parts as listed in the wheel |
| Chromium, in @sparticuz/chromium | BSD-3-Clause; its parts as listed in \`chrome://credits\` |
| MNIST | none stated |
| Fashion-MNIST | MIT |
| KMNIST | CC-BY-SA-4.0 |
| QMNIST | BSD-3-Clause for its software, none stated for the images |
| EMNIST | none stated |`;

function table(packages: readonly LicensedPackage[]): string {
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return ['| package | version | licence |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The page. Tests compare its part on Node packages with the lock file. */
function licencesPage(
  node: readonly LicensedPackage[],
  python: readonly LicensedPackage[],
  sweeps: readonly LicensedPackage[],
): string {
  const parts = [
    ['Node packages', table(node)],
    ['Python packages', table(python)],
    ['Python packages of `mnist-lab setup --sweeps`', table(sweeps)],
    ['Others', others],
  ] as const;
  return `${[introduction, ...parts.map(([title, rows]) => `## ${title}\n\n${rows}`)].join('\n\n')}\n`;
}

function main(): void {
  const node = nodePackages(root);
  const python = pythonPackages(path.join(root, '.venv'));
  const sweeps = pythonPackages(path.join(root, rayFolder));
  writeFileSync(path.join(root, 'docs', 'licences.md'), licencesPage(node, python, sweeps));
  const texts = [...node, ...python, ...sweeps]
    .filter(({ text }) => text.trim() !== '')
    .map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text.trim()}`);
  mkdirSync(path.join(root, 'build'), { recursive: true });
  writeFileSync(path.join(root, 'build', 'licences.txt'), `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
  console.log(`${node.length} Node packages and ${python.length + sweeps.length} Python packages`);
}

if (require.main === module) main();
