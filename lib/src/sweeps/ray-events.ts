import type { EpochRecord } from '../training/history.js';
import type { TrialOutcome } from './trial-request.js';

/** A node of the cluster, as it was found. */
export interface FoundNode {
  readonly address: string;
  readonly cores: number;
  /** Whether the command itself runs there. */
  readonly own: boolean;
  readonly versions?: Readonly<Record<string, string>>;
  /** Why no trial can run there. */
  readonly problem?: string;
}

/** What the Python side tells, a line of JSON each. */
export type RayEvent =
  | { readonly event: 'nodes'; readonly nodes: readonly FoundNode[] }
  | { readonly event: 'began'; readonly trial: string; readonly attempt: number }
  | { readonly event: 'epoch'; readonly trial: string; readonly record: EpochRecord }
  | { readonly event: 'again'; readonly trial: string; readonly message: string }
  | {
      readonly event: 'ended';
      readonly trial: string;
      readonly outcome: 'done' | 'stopped' | 'failed';
      readonly final: boolean;
      readonly message?: string;
      readonly training?: TrialOutcome;
    }
  | { readonly event: 'broken'; readonly message: string }
  | { readonly event: 'over' };
