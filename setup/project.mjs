// @ts-check
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectAt } from '#jupyter/project';

export const project = projectAt(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));

export const { root, inProject, workFolder } = project;
