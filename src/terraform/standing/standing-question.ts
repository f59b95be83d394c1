import type { ReviewedChanges } from '../reviewed/reviewed-change.js';
import type { TreeClosures } from './tree-closures.js';

export interface StandingQuestion {
  readonly record: Pick<ReviewedChanges, 'changes'>;
  /** The base that the record knows, and its merge with the pull request: what was planned. */
  readonly plannedBase: TreeClosures;
  readonly planned: TreeClosures;
  /** What is deployed, and its merge with the pull request: what would be planned. */
  readonly base: TreeClosures;
  readonly merged: TreeClosures;
  /** What was deployed since the newest deployment that had ended well when the record was made, and that one; in any order. */
  readonly between: readonly {
    readonly tree: TreeClosures;
    /** It had ended well when the record was made, and is older than the base that the record knows. */
    readonly beforeBase: boolean;
  }[];
}
