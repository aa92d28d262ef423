import { rmSync } from 'node:fs';
import path from 'node:path';
import { trialName } from './sweep-plan.js';
import type { SweptConfiguration } from './sweep-result.js';

/** Configurations whose models are kept while a sweep goes on: further seeds may change who is the best of them. */
const most = 10;

/** Removes the models of configurations that will not be the best, so that a long sweep fills no disk. */
export function keepBestModels(configurations: readonly SweptConfiguration[], models: string): void {
  for (const { number, trainings } of configurations.slice(most))
    for (const { seed, status } of trainings)
      if (status === 'done')
        rmSync(path.join(models, trialName(number, seed)), { recursive: true, force: true });
}
