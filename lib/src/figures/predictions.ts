import type { Evaluation } from '../evaluation/evaluation.js';

/** What figures of single images draw of an evaluation. */
export type Predictions = Pick<Evaluation, 'labels' | 'predictions' | 'probabilities' | 'classNames'>;
