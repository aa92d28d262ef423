import path from 'node:path';
import { configText, exampleSpace, readSpace, type SearchSpace } from '../../sweeps/space.js';
import type { SweepOptions, SweepProgress } from '../../sweeps/sweep-options.js';
import { rankedRows, type SweepResult } from '../../sweeps/sweep-result.js';
import { ProgressLine } from '../../terminal/progress-line.js';
import { showText } from '../../text/escape.js';
import { formatPercent, formatSeconds, formatTable } from '../../text/format.js';
import type { CommandContext, CommandResult, ParsedOptions } from '../command.js';
import { exitCode, inputError, usageError } from '../exit-code.js';
import { folderFlags, sweepFlags } from '../flags.js';
import { checkDatasetOrFolder, describeDownload } from '../load-for-command.js';
import { readInput, readLocation } from '../shared-options.js';

/** Reads the search space, runs the sweep and reports the result. */
export async function runSweep(
  [file]: readonly [string?],
  options: ParsedOptions,
  context: CommandContext,
): Promise<CommandResult> {
  if (options.example) return { data: exampleSpace, text: configText(exampleSpace) };
  const { space, options: asked } = await whatIsAsked(file, options);
  const { terminal, signal } = context;
  const line = new ProgressLine(terminal.progress);
  const { sweep } = await import('../../sweeps/sweep.js');
  const reported = { done: -1 };
  try {
    const result = await sweep(space, {
      ...asked,
      signal,
      onDownload: (now) => line.update(describeDownload(now)),
      onNotice: (notice) => line.line(notice),
      onProgress(now) {
        // In a pipe, print a line only at the start and when another run has finished.
        if (terminal.progress.interactive) line.replace(progressText(now));
        else if (now.done > reported.done) line.line(progressText(now));
        reported.done = now.done;
      },
    });
    line.clear();
    return {
      data: result,
      text: sweepText(result),
      exitCode: result.isInterrupted ? exitCode.interrupted : result.best ? exitCode.done : exitCode.failed,
    };
  } catch (error) {
    signal.throwIfAborted();
    // The library rejected the options before it started anything.
    if (error instanceof RangeError || error instanceof TypeError) throw usageError(error.message);
    throw error;
  } finally {
    line.clear();
  }
}

async function whatIsAsked(
  file: string | undefined,
  options: ParsedOptions,
): Promise<{ space: SearchSpace; options: SweepOptions }> {
  const { dataset, resume, output } = options as { dataset?: string; resume?: string; output?: string };
  if (resume !== undefined && output !== undefined)
    throw usageError('--output and --resume exclude each other. Leave out --output.');
  const typed = Object.fromEntries(
    [...sweepFlags, ...folderFlags].map(({ name }) => [name, options[name]]),
  ) as Partial<SweepOptions>;
  const location = readLocation(options);
  const space = file === undefined ? undefined : readSpaceFile(file);
  if (resume !== undefined) {
    const { readPlan } = await import('../../sweeps/sweep-folder.js');
    const plan = await Promise.resolve(resume)
      .then(readPlan)
      .catch((error: Error) => {
        throw inputError(error.message, error);
      });
    const { trials, seeds, seed } = plan;
    const begun = { trials, seeds, seed, pruning: plan.halving !== undefined };
    const said = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
    const pruning = options.pruning === false ? { pruning: false } : {};
    return {
      space: space ?? (plan.space as SearchSpace),
      options: {
        ...{ ...plan.folderOptions, ...begun, ...said, ...pruning, ...location },
        ...{ dataset: dataset ?? plan.dataset, output: resume, resume: true, test: options.test as boolean },
      },
    };
  }
  if (space === undefined)
    throw usageError(
      'No search space given. Pass a JSON file. `mnist-lab sweep --example` prints one to start from.',
    );
  if (dataset === undefined)
    throw usageError('No dataset given. Pass --dataset <name>, with a name from the catalogue or a folder.');
  checkDatasetOrFolder(dataset);
  const { pruning, test } = options as { pruning: boolean; test: boolean };
  return { space, options: { ...typed, ...location, dataset, output, pruning, test } };
}

function readSpaceFile(file: string): SearchSpace {
  const space = readInput(file);
  try {
    readSpace(space);
  } catch (error) {
    throw usageError(
      (error as Error).message.replace('Reading a search space', () => `Reading ${showText(file)}`),
    );
  }
  return space as SearchSpace;
}

function progressText(progress: SweepProgress): string {
  const { total, done, running, stopped, failed, bestAccuracy, secondsLeft } = progress;
  const fates = [
    ...(stopped > 0 ? [`${stopped} stopped early`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return [
    `${done} of ${total} runs finished${fates.length > 0 ? ` (${fates.join(', ')})` : ''}`,
    `${running} running`,
    ...(bestAccuracy === undefined ? [] : [`best ${formatPercent(bestAccuracy)}`]),
    ...(secondsLeft === undefined || done === total ? [] : [`about ${formatSeconds(secondsLeft)} left`]),
  ].join(', ');
}

const mostRows = 20;

function sweepText(result: SweepResult): string {
  const { best, directory, configurations, isInterrupted, dataset } = result;
  const { head, rows } = rankedRows(result);
  const shown = rows.slice(0, mostRows);
  const lines = [
    formatTable(
      [head.map((text) => text.toUpperCase()), ...shown],
      head.map((_, column) => column).filter((column) => column === 0 || column > result.varied.length),
    ),
  ];
  if (rows.length > mostRows) lines.push(`… and ${rows.length - mostRows} more.\n`);
  lines.push('\n');
  if (best) {
    const test = best.test
      ? ` Test accuracy, measured once for this model only: ${formatPercent(best.test.accuracy)}.`
      : ' The test set was not used.';
    const { validationAccuracy } = configurations[0]!;
    lines.push(
      `Best: #${best.configuration}, ${formatPercent(validationAccuracy!)} of ${result.validationCount} validation images.${test}\n`,
      `Model: ${best.model}\n`,
      `Retrain: mnist-lab train ${dataset} --config ${best.config}\n`,
    );
  } else lines.push('No run finished.\n');
  lines.push(`Report: ${path.join(directory, 'report.html')}\n`);
  lines.push(
    isInterrupted
      ? `Interrupted after ${formatSeconds(result.seconds)}. Resume with: mnist-lab sweep --resume ${directory}\n`
      : `Took ${formatSeconds(result.seconds)}.\n`,
  );
  return lines.join('');
}
