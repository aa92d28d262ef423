import type { Prediction } from '../../program/javascript/runtime.js';

/** A prediction in a few words that reflect how certain the network is. */
export function describeAnswer(
  { probabilities, className }: Prediction,
  classNames: readonly string[],
): { readonly title: string; readonly note: string } {
  const ranking = classNames
    .map((name, index) => ({ name, probability: probabilities[index]! }))
    .sort((first, second) => second.probability - first.probability);
  const [best, second] = ranking;
  const runnerUp = second ? `${second.name} (${percent(second.probability)})` : 'nothing else';
  if (best!.probability >= 0.9) return { title: className, note: `${percent(best!.probability)} sure` };
  if (best!.probability >= 0.6) return { title: className, note: `probably; else ${runnerUp}` };
  return { title: `${className}?`, note: `unsure: perhaps ${runnerUp}` };
}

/** A probability in percent, never rounded to 0% or 100%. */
export function percent(probability: number): string {
  if (probability > 0.9995 && probability < 1) return '> 99.9%';
  if (probability > 0 && probability < 0.0005) return '< 0.1%';
  return `${(probability * 100).toFixed(1)}%`;
}
