/** What the inputs mean. After `config/` nobody sees a raw string. */

export const REQUESTED_OPERATIONS = [
  'auto',
  'plan',
  'deploy',
  'rollback',
  'rollback-site',
  'destroy',
  'drift',
  'check',
  'unlock',
] as const;
export type RequestedOperation = (typeof REQUESTED_OPERATIONS)[number];

/** A literal, or the name of a stack output (`terraform:NAME`). */
export type ValueSource =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'stack-output'; readonly name: string };

export interface InfrastructureConfig {
  /** Root module, relative to the workspace. */
  readonly directory: string;
  readonly workspace: string;
  /** Relative to the repository, as the inputs have them. */
  readonly varFiles: readonly string[];
  /** Name and value, the value as written: Terraform parses it by the variable's type. */
  readonly variables: ReadonlyMap<string, string>;
  /** Names of root variables whose values differ in each run. */
  readonly volatileVariables: readonly string[];
  /** `key=value` settings and files, one each. */
  readonly backendConfig: readonly string[];
  /** `terraform`, `tofu`, or a path. */
  readonly binary: string;
  /** `''` the program on PATH, without one `auto`; `auto` what the checkout names; else a version or a constraint. */
  readonly version: string;
  /** Terraform's own duration, such as `5m`. */
  readonly lockTimeout: string;
  /** Names that Terraform shall see although they are withheld. */
  readonly passEnvironment: readonly string[];
}

export interface CacheRule {
  /** Glob on the path inside the site's folder. */
  readonly match: string;
  readonly cacheControl: string;
  readonly contentType?: string | undefined;
}

export const INVALIDATION_MODES = ['changed', 'all', 'none'] as const;
export type InvalidationMode = (typeof INVALIDATION_MODES)[number];

/** How a site is deployed, wherever it goes. */
export interface SiteSettings {
  /** `''` or a path that ends in `/`. */
  readonly prefix: string;
  readonly cacheRules: readonly CacheRule[];
  readonly exclude: readonly string[];
  readonly keepUnreferencedDays: number;
  readonly maxDeletes: number;
  readonly invalidation: InvalidationMode;
  /** 0: do not check. */
  readonly verifyTimeoutSeconds: number;
  /** Path inside the site; `''`: none. */
  readonly releaseFile: string;
}

export interface SiteConfig extends SiteSettings {
  /** Built front end, relative to the workspace. */
  readonly directory: string;
  readonly bucket: ValueSource;
  readonly distributions: readonly ValueSource[];
  readonly url: ValueSource;
  /** By its name in `config.json`, the stack output that stands there; absent: no such file is written. */
  readonly configOutputs?: ReadonlyMap<string, string> | undefined;
  /** Asked after a deploy and after a rollback; absent: none. */
  readonly verifiedPaths?: VerifiedPaths | undefined;
}

/** What is asked of the host of `site-url`. */
export interface VerifiedPaths {
  readonly checks: readonly {
    /** As the input has it. */
    readonly line: string;
    /** Begins with one `/`. */
    readonly path: string;
    readonly status: number;
    /** What the answer has to hold. */
    readonly text?: string | undefined;
  }[];
  /** Sent with each request, to that host alone; their values may be secret. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export interface AwsConfig {
  readonly region?: string | undefined;
  /** ARN of the role to sign in to with the job's own identity; absent: the credentials that are there. */
  readonly role?: string | undefined;
  /** Twelve digits: the only account that may be written to. */
  readonly allowedAccountId?: string | undefined;
}

/** The back end lane: what becomes the Terraform variable `lambda_packages`. */
export interface PackagesConfig {
  /** Private bucket for the packages. */
  readonly bucket: string;
  /** Paths relative to the workspace: a folder, a `.zip` or a `.jar`. */
  readonly packages: readonly { readonly name: string; readonly path: string }[];
  /** 0: the API is not asked. */
  readonly verifyTimeoutSeconds: number;
}

export const APPLY_POLICIES = ['reviewed', 'self-approved', 'always'] as const;
export type ApplyPolicy = (typeof APPLY_POLICIES)[number];

export const OUTDATED_MODES = ['note', 'block'] as const;
export type OutdatedMode = (typeof OUTDATED_MODES)[number];

export const COMMENT_MODES = ['always', 'changes', 'never'] as const;
export type CommentMode = (typeof COMMENT_MODES)[number];

export interface Config {
  readonly operation: RequestedOperation;
  readonly stage: string;
  readonly infrastructure?: InfrastructureConfig | undefined;
  readonly site?: SiteConfig | undefined;
  readonly packages?: PackagesConfig | undefined;
  readonly aws: AwsConfig;
  readonly applyPolicy: ApplyPolicy;
  /** Patterns of addresses and types that a deploy may not destroy or replace. */
  readonly protect: readonly string[];
  /** 64 hex digits. */
  readonly approvedFingerprint?: string | undefined;
  readonly confirmDestroy: string;
  /** What a rollback makes live again; absent: the release before the live one. */
  readonly release?: string | undefined;
  /** Whether a rollback keeps pushes from being deployed, and a manual deploy respects that. */
  readonly hold: boolean;
  /** What the check run of an outdated plan says to a branch that requires it. */
  readonly outdated: OutdatedMode;
  /** The stage whose release a deploy takes; absent: what was built. */
  readonly promoteFrom?: string | undefined;
  readonly comment: CommentMode;
  readonly redact: readonly RegExp[];
  readonly githubToken: string;
  /** An https address, and a secret. */
  readonly webhook?: string | undefined;
}
