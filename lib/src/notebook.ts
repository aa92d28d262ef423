export type { Figure, PlotlyTrace } from './figures/figure.js';
