import type { Finding } from '../../config/finding.js';
import type { ActionError } from '../../errors.js';
import type { RecordedRelease } from '../../site/releases/recorded-releases.js';
import type { SyncPlan } from '../../site/sync-plan.js';
import type { MadeResource } from '../../terraform/command/made-resources.js';
import type { StackOutputs } from '../../terraform/command/stack-outputs.js';
import type { ConfigurationLine } from '../../terraform/destruction/causes.js';
import type { Origin } from '../../terraform/origin/origins.js';
import type { ChangeSet } from '../../terraform/plan/change-set.js';
import type { Drift } from '../../terraform/reviewed/drift.js';
import type { Unseen } from '../../terraform/reviewed/unseen.js';
import type { ApplyResult } from '../../terraform/stream/applied-changes.js';
import type { Diagnostic } from '../../terraform/stream/diagnostic.js';
import type { StackIdentity } from './stack-identity.js';
import type { StepKind } from './steps.js';

export type OperationName =
  | 'plan'
  | 'deploy'
  | 'rollback'
  | 'rollback-site'
  | 'destroy'
  | 'drift'
  | 'check'
  | 'unlock'
  | 'skipped';

/** Those that change a stage: when one fails, somebody has to see to it. */
export const CHANGES_STAGE: ReadonlySet<OperationName> = new Set(['deploy', 'destroy', 'rollback', 'rollback-site']);

/** One step of the run, in order. `not-reached` steps are what a failure left undone. */
export interface Step extends StepKind {
  readonly state: 'done' | 'failed' | 'not-reached';
  /** What a reader wants to know of it, as one sentence without a closing stop. */
  readonly detail?: string | undefined;
  readonly seconds?: number;
}

export interface PlanReport {
  readonly changes: ChangeSet;
  /** For the record of its deploy: a machine that is lost says nothing of what it has made. */
  readonly creates?: readonly MadeResource[];
  /** `terraform show`, not redacted yet. */
  readonly text: string;
  /** The line that forces each replacement or takes an instance away, by address. */
  readonly causes?: ReadonlyMap<string, ConfigurationLine>;
  /** Where changes may come from, beside the lines that the pull request changes, by address. */
  readonly origins?: ReadonlyMap<string, Origin>;
  /** 64 hex digits. */
  readonly fingerprint: string;
  /** What is compared with the review and does not stand in the diff. */
  readonly unseen?: readonly Unseen[];
  /** Of Terraform, as the plan names it; absent where it names none. */
  readonly terraform?: string | undefined;
  /** The commands that make this plan again, without the values of variables and settings. */
  readonly commands?: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Sensitive leaf values of the plan, to be masked wherever text is posted. */
  readonly sensitiveValues: readonly string[];
}

/** How the plan at merge compares with the one that was reviewed. */
export interface ReviewReport {
  readonly verdict: 'same' | 'nothing-to-review' | 'first-deployment' | 'approved-by-hand' | 'not-asked' | 'refused';
  /** One sentence: against which record, merged by which pull request. */
  readonly sentence: string;
}

export interface PackageReport {
  readonly name: string;
  readonly key: string;
  /** Of the archive. */
  readonly bytes: number;
  /** `new`: the bucket did not have it when this run looked. */
  readonly state: 'new' | 'stored';
}

export interface SiteReport {
  readonly plan: SyncPlan;
  readonly release: string;
  readonly url?: string | undefined;
  readonly uploaded: number;
  /** Sent when the run was cancelled, without an answer: the bucket may have them. Absent for none. */
  readonly unanswered?: number | undefined;
  /** Files that a rollback brought back. */
  readonly restored?: number | undefined;
  /** Files that a promotion took from another stage, with those that it wrote. */
  readonly copied?: number | undefined;
  /** What a rollback may name, newest first, with this release; when each became live. */
  readonly releases?: readonly Pick<RecordedRelease, 'release' | 'at'>[] | undefined;
  readonly deleted: number;
  /** Bytes. */
  readonly bytes: number;
  readonly invalidations: readonly { readonly distribution: string; readonly id: string }[];
  readonly verified: boolean;
}

/** On a pull request the site's own diff, or why there is none. */
export type SitePreview = { readonly plan: SyncPlan } | { readonly unavailable: string };

/** How far the world, the state and what is merged are apart, and the issue that says so. */
export interface DriftReport extends Drift {
  /** `false`: the state is empty, so that there is nothing that could have drifted. */
  readonly deployed: boolean;
  /** The address of the run that was deploying meanwhile; `''` where it is not known. */
  readonly underWay?: string;
  readonly issue?: {
    readonly number: number;
    readonly url: string;
    readonly state: 'opened' | 'updated' | 'unchanged' | 'closed' | 'dismissed';
  };
}

/** What happened, as a value: every report (comment, summary, outputs, log sentence) is made from this alone. */
export interface Outcome {
  readonly operation: OperationName;
  readonly result: 'succeeded' | 'failed' | 'skipped';
  readonly identity: StackIdentity;
  readonly commit: string;
  readonly runUrl: string;
  /** The whole run in one sentence. */
  readonly sentence: string;
  readonly steps: readonly Step[];
  readonly warnings: readonly string[];
  readonly pullRequest?: number | undefined;
  /** A reviewer refused the approval of its environment, so that it never began. */
  readonly rejected?: true;
  /** Skipped, since a rollback holds the stage: whoever merged has to know. */
  readonly held?: boolean;
  readonly plan?: PlanReport;
  readonly drift?: DriftReport;
  readonly review?: ReviewReport;
  /** What a check has found, in the order in which it looked. */
  readonly checks?: readonly Finding[];
  /** How far the apply came, where it began. */
  readonly applied?: ApplyResult | undefined;
  readonly packages?: readonly PackageReport[] | undefined;
  readonly sitePreview?: SitePreview;
  readonly site?: SiteReport | undefined;
  readonly stackOutputs?: StackOutputs;
  readonly failure?: ActionError;
  /** The address of the heading that explains the failure. */
  readonly help?: string;
  /** The address of the issue about a failure, one that this success has closed too. */
  readonly failureIssue?: string;
  /** Diagnostics that belong to the failure, or of an offline check. */
  readonly diagnostics: readonly Diagnostic[];
}
