/** A share as a percentage: `formatPercent(0.9934)` is `'99.34 %'`; one that is not finite is `'unknown'`. */
export function formatPercent(share: number, decimals = 2): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(decimals)} %` : 'unknown';
}

/** A probability as a percentage that is never rounded up to certainty or down to nothing: `'> 99.9 %'`. */
export function formatProbability(probability: number): string {
  if (probability > 0.9995 && probability < 1) return '> 99.9 %';
  if (probability < 0.0005 && probability > 0) return '< 0.1 %';
  return formatPercent(probability, 1);
}
