/** What a step changes for those who use the stack. Steps without an effect read, compare, or store what nothing runs. */
export type StepEffect = 'infrastructure' | 'buckets' | 'site' | 'cache';

/** A step as it is announced: the log, the summary and the comment show its title; reports decide by its effect. */
export interface StepKind {
  readonly id: string;
  readonly title: string;
  readonly effect?: StepEffect;
}

/** Every step that a run can have. Each operation says which of them it takes, and in which order. */
export const STEPS = {
  signIn: { id: 'sign-in', title: 'Sign in to AWS' },
  offline: { id: 'offline', title: 'Check the infrastructure without credentials' },
  packages: { id: 'packages', title: 'Package the functions' },
  init: { id: 'init', title: 'Initialise Terraform' },
  plan: { id: 'plan', title: 'Plan the infrastructure' },
  start: { id: 'start', title: 'Check that the functions can start' },
  review: { id: 'review', title: 'Compare with what was reviewed' },
  record: { id: 'record', title: 'Record what reviewers see' },
  apply: { id: 'apply', title: 'Apply the infrastructure', effect: 'infrastructure' },
  functions: { id: 'functions', title: 'Check the functions' },
  versions: { id: 'versions', title: 'Delete old versions of the functions' },
  outputs: { id: 'outputs', title: 'Read the stack outputs' },

  promoted: { id: 'promoted', title: 'Look at the release of the other stage' },
  compareSite: { id: 'compare-site', title: 'Compare the site' },
  asset: { id: 'asset', title: 'Upload assets', effect: 'site' },
  other: { id: 'other', title: 'Upload other files', effect: 'site' },
  config: { id: 'config', title: 'Upload config.json', effect: 'site' },
  page: { id: 'page', title: 'Upload pages', effect: 'site' },
  worker: { id: 'worker', title: 'Upload service workers', effect: 'site' },
  release: { id: 'release', title: 'Upload the release file', effect: 'site' },
  invalidate: { id: 'invalidate', title: 'Invalidate the edge', effect: 'cache' },
  verify: { id: 'verify', title: 'Verify the site' },
  paths: { id: 'verify-paths', title: 'Verify the paths' },
  prune: { id: 'prune', title: 'Prune old files', effect: 'site' },

  compareState: { id: 'compare-state', title: 'Compare the state with the deployments' },
  planDestroy: { id: 'plan-destroy', title: 'Plan the destruction' },
  guards: { id: 'destroy-guards', title: 'Check what the destroy deletes' },
  empty: { id: 'empty', title: 'Empty the buckets', effect: 'buckets' },
  destroy: { id: 'destroy', title: 'Destroy the infrastructure', effect: 'infrastructure' },
  left: { id: 'left', title: 'Check that nothing is left' },

  workflows: { id: 'workflows', title: 'Read the workflows' },
  settings: { id: 'settings', title: 'Look at environments and branch rules' },
  artifacts: { id: 'artifacts', title: 'Look at the artifact bucket' },
  lookAtSite: { id: 'look-at-site', title: 'Look at the site and its distributions' },

  stateLock: { id: 'state-lock', title: "Release the state's lock" },
  siteLock: { id: 'site-lock', title: "Release the site's lock" },

  issue: { id: 'issue', title: 'Keep the drift issue' },
} as const satisfies Readonly<Record<string, StepKind>>;

/** The phases of a rollback. */
export const RESTORE_STEPS = {
  asset: { ...STEPS.asset, title: 'Restore assets' },
  other: { ...STEPS.other, title: 'Restore other files' },
  config: { ...STEPS.config, title: 'Restore config.json' },
  page: { ...STEPS.page, title: 'Restore pages' },
  worker: { ...STEPS.worker, title: 'Restore service workers' },
  release: { ...STEPS.release, title: 'Restore the release file' },
} as const satisfies Readonly<Record<string, StepKind>>;
