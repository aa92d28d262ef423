import path from 'node:path';
import { colourVariables, lessonPageColours } from '../colours/themes.js';
import { datasetEntry, isDatasetName } from '../datasets/catalogue.js';
import { type Figure, plotlyConfig } from '../figures/figure.js';
import { marginalEffectFigure } from '../figures/marginal-effect-figure.js';
import { parallelCoordinatesFigure } from '../figures/parallel-coordinates-figure.js';
import { type SweptCurve, sweepCurvesFigure } from '../figures/sweep-curves-figure.js';
import type { SweptOption, SweptPoint } from '../figures/swept-option.js';
import { escapeHtml } from '../text/escape.js';
import { countOf, formatPercent, listOf } from '../text/format.js';
import { configText } from './space.js';
import type { SweepPlan } from './sweep-plan.js';
import { type ConfigurationResult, rankedRows, type SweepResult } from './sweep-result.js';

/** The report of a sweep: a self-contained page that includes plotly.js, whose script is `plotly`. */
export function sweepReport(result: Omit<SweepResult, 'seconds'>, plan: SweepPlan, plotly: string): string {
  const { configurations, best, varied } = result;
  const measured = configurations.filter(({ validationAccuracy }) => validationAccuracy !== undefined);
  const points = measured.map(
    ({ number, validationAccuracy, status }): SweptPoint => ({
      name: `#${number}`,
      accuracy: validationAccuracy!,
      isStopped: status === 'stopped',
    }),
  );
  const options = varied.map(
    (name): SweptOption => ({
      name,
      scale: plan.scales[name]!,
      values: measured.map(({ chosen }) => chosen[name]),
    }),
  );
  const figures: [id: string, figure: Figure][] = [];
  if (points.length > 0) {
    figures.push(['curves', sweepCurvesFigure(curves(configurations))]);
    figures.push(['coordinates', parallelCoordinatesFigure(options, points)]);
    for (const [index, option] of options.entries())
      figures.push([`effect-${index}`, marginalEffectFigure(option, points)]);
  }
  const place = (id: string) => {
    const figure = figures.find(([name]) => name === id)?.[1];
    return figure
      ? `<div class="figure" id="${id}" role="img" aria-label="${escapeHtml(figure.description)}"></div>`
      : '';
  };
  const title = `Sweep of ${escapeHtml(datasetTitle(result.dataset))}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
${colourVariables(lessonPageColours)}
${reportStyle}
</style>
<main>
<h1>${title}</h1>
${summary(result, plan)}
${best ? bestText(result) : ''}
<h2>Ranking</h2>
<p>Accuracy on ${result.validationCount.toLocaleString('en')} validation images that no run was trained on, with its 95% interval (Wilson). Smaller differences may be due to chance.</p>
${table(result)}
<h2>Learning curves</h2>
${place('curves')}
<h2>Parallel coordinates</h2>
<div class="wide">${place('coordinates')}</div>
<h2>Effect of each option</h2>
<p>Each point is a configuration; its other values vary. The line joins means. Rings are runs that were stopped early, with their last accuracy. Where there are few points, the line is unreliable.</p>
<div class="grid">${options.map((_, index) => place(`effect-${index}`)).join('\n')}</div>
</main>
<script>${plotly.replaceAll('</script', '<\\/script')}</script>
<script>
const figures = ${scriptJson(figures.map(([id, { data, layout }]) => ({ id, data, layout })))};
for (const { id, data, layout } of figures) Plotly.newPlot(id, data, layout, ${scriptJson(plotlyConfig)});
</script>
</html>
`;
}

function summary(
  { configurations, isInterrupted, varied }: Omit<SweepResult, 'seconds'>,
  plan: SweepPlan,
): string {
  const count = (status: string) => configurations.filter((one) => one.status === status).length;
  const parts = [
    `${countOf(count('done'), 'configuration was', 'configurations were')} trained to completion`,
    ...(count('stopped') > 0 ? [`${count('stopped')} stopped early`] : []),
    ...(count('failed') > 0 ? [`${count('failed')} failed`] : []),
    ...(count('missing') > 0 ? [`${count('missing')} not finished`] : []),
  ];
  const seeds = plan.seeds > 1 ? `. Configurations not stopped early have ${plan.seeds} seeds` : '';
  const interrupted = isInterrupted ? ' The sweep was interrupted and can be resumed.' : '';
  return `<p>${escapeHtml(`${listOf(parts)}${seeds}. Varied: ${listOf(varied)}.${interrupted}`)}</p>`;
}

function bestText(result: Omit<SweepResult, 'seconds'>): string {
  const { best, configurations } = result;
  const { test, seed, configuration } = best!;
  const { values, trainings } = configurations.find(({ number }) => number === configuration)!;
  const found = test
    ? `Test set, used once, for this model only: accuracy ${formatPercent(test.accuracy)}, loss ${test.loss.toFixed(4)}.`
    : 'The test set was not used.';
  return `<section class="best"><h2>Best configuration: #${configuration}</h2>
<p>Its model${trainings.length > 1 ? `, the best of ${trainings.length} seeds,` : ''} is saved in <code>best/</code>, its values in <code>best.json</code>: <code>mnist-lab train ${escapeHtml(result.dataset)} --config best.json</code>. ${found}</p>
<pre>${escapeHtml(configText({ ...values, seed }))}</pre></section>`;
}

function table(result: Omit<SweepResult, 'seconds'>): string {
  const { head, rows } = rankedRows(result);
  const cell = (tag: string, text: string, column: number) =>
    `<${tag}${column > 0 && column <= result.varied.length ? ' class="value"' : ''}>${escapeHtml(text)}</${tag}>`;
  return `<div class="wide"><table><thead><tr>${head.map((text, at) => cell('th', text, at)).join('')}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map((text, at) => cell('td', text, at)).join('')}</tr>`).join('\n')}</tbody></table></div>`;
}

function curves(configurations: readonly ConfigurationResult[]): SweptCurve[] {
  return configurations.flatMap(({ rank, number, trainings, status }) =>
    trainings
      .filter(({ epochs, status: own }) => epochs.length > 0 && own !== 'failed')
      .map(({ seed, epochs, status: own }) => ({
        name: trainings.length > 1 ? `#${number}, seed ${seed}` : `#${number}`,
        accuracies: epochs.map(({ validationAccuracy }) => validationAccuracy!),
        kind: own === 'stopped' ? own : rank === 1 && status === 'done' ? 'best' : 'done',
      })),
  );
}

function datasetTitle(dataset: string): string {
  return isDatasetName(dataset) ? datasetEntry(dataset).title : path.basename(dataset);
}

/** JSON for a script element, with the characters escaped that could close it. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

const reportStyle = `
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { margin: 0 0 8px; font-size: 28px; }
h2 { margin: 40px 0 8px; font-size: 20px; }
p { margin: 0 0 12px; max-width: 75ch; }
code, pre { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; font-size: 13px; }
pre { margin: 0; padding: 12px; overflow: auto; max-height: 260px; background: var(--page); border: 1px solid var(--line); border-radius: 6px; }
.best { margin: 24px 0; padding: 4px 16px 16px; background: var(--shade); border: 1px solid var(--line); border-radius: 8px; }
.best h2 { margin-top: 12px; color: var(--accent); }
/* Plotly puts a white glow around numbers, which looks smeared on a dark page. */
.figure text { text-shadow: none !important; }
.wide { overflow-x: auto; }
.wide .figure { min-width: 720px; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 8px 16px; }
table { border-collapse: collapse; min-width: 100%; font-size: 14px; white-space: nowrap; }
.wide:has(table) { max-height: 560px; overflow-y: auto; border: 1px solid var(--line); border-radius: 8px; }
th, td { padding: 4px 10px; text-align: right; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
th { position: sticky; top: 0; background: var(--shade); font-weight: 600; }
th.value, td.value { text-align: left; }
th:last-child, td:last-child { text-align: left; }
tbody tr:first-child td { font-weight: 600; }
`;
