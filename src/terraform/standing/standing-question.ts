import type { ReviewedChanges } from '../reviewed/reviewed-change.js';
import type { TreeClosures } from './tree-closures.js';
import { TreeView } from './tree-view.js';
import { type DeployedChanges, WhatChanged } from './what-changed.js';

export interface StandingQuestion {
  readonly record: Pick<ReviewedChanges, 'changes' | 'unknown'>;
  /** The base that the record knows, and its merge with the pull request: what was planned. */
  readonly plannedBase: TreeClosures;
  readonly planned: TreeClosures;
  /** What is deployed, and its merge with the pull request: what would be planned. */
  readonly base: TreeClosures;
  readonly merged: TreeClosures;
  /** What was deployed since the newest deployment that had ended well when the record was made, and that one; in any order. */
  readonly between: readonly DeployedTree<TreeClosures>[];
}

interface DeployedTree<T> {
  readonly tree: T;
  /** It had ended well when the record was made, and is older than the base that the record knows. */
  readonly beforeBase: boolean;
  /** It had ended well when the record was made. */
  readonly endedBefore: boolean;
  /** What its plan changed; `undefined` where that is not known. */
  readonly changed: DeployedChanges | undefined;
}

/** The same, where references to what stays as it is lead no further. */
export interface ViewedQuestion extends Pick<StandingQuestion, 'record'> {
  readonly plannedBase: TreeView;
  readonly planned: TreeView;
  readonly base: TreeView;
  readonly merged: TreeView;
  readonly between: readonly DeployedTree<TreeView>[];
  readonly changed: WhatChanged;
}

export function viewed({ record, plannedBase, planned, base, merged, between }: StandingQuestion): ViewedQuestion {
  const changed = new WhatChanged(
    record,
    between.filter(({ endedBefore }) => !endedBefore).map((one) => one.changed),
  );
  const views = new Map<TreeClosures, TreeView>();
  const view = (tree: TreeClosures) => {
    const made = views.get(tree) ?? new TreeView(tree, (link) => changed.isStable(link));
    views.set(tree, made);
    return made;
  };
  return {
    record,
    plannedBase: view(plannedBase),
    planned: view(planned),
    base: view(base),
    merged: view(merged),
    between: between.map((one) => ({ ...one, tree: view(one.tree) })),
    changed,
  };
}
