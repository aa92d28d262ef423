import fs from 'node:fs';
import path from 'node:path';
import { foldersUpwards } from '../files/paths.js';
import { stampFits } from './plain/stamp.cjs';

/** Name of the Python environment with Ray, in the folder of a project. */
export const rayFolder = '.venv-sweeps';

/** The list of Python packages that sweeps need, each file by its sum. */
export const rayRequirements = path.join(__dirname, '..', '..', 'sweeps', 'requirements.txt');

/** A Python environment with Ray. */
export interface RayEnvironment {
  readonly place: string;
  readonly python: string;
}

export const rayStamp = (place: string): string => path.join(place, 'mnist-lab.json');

/** An environment knows its own path, so a project that was moved needs a new one. */
export function rayInputs(place: string): object {
  return { requirements: fs.readFileSync(rayRequirements, 'utf8'), place };
}

/** The environment of the project that a folder lies in, whole; undefined where there is none. */
export function findRay(directory: string): RayEnvironment | undefined {
  for (const folder of foldersUpwards(directory)) {
    const place = path.join(folder, rayFolder);
    if (stampFits(rayStamp(place), rayInputs(place)))
      return { place, python: path.join(place, 'bin', 'python') };
  }
  return undefined;
}

/** The script of plotly.js in an environment: it comes with Python's plotly. */
export function plotlyOf({ place }: RayEnvironment): string {
  const lib = path.join(place, 'lib');
  const packages = fs.readdirSync(lib).map((version) => path.join(lib, version, 'site-packages'));
  const files = packages.map((folder) => path.join(folder, 'plotly', 'package_data', 'plotly.min.js'));
  return files.find((file) => fs.existsSync(file)) ?? files[0]!;
}
