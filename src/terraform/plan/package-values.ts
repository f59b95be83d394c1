import { isObject } from './fields.js';
import type { Json, PlanResourceChange } from './json.js';
import { changedAttributes } from './resource-change.js';

/** The packages that this action makes of the reviewed code, each stored as `NAME/SHA256.zip` or `.jar`. */
export interface OwnPackages {
  readonly bucket: string;
  readonly names: readonly string[];
}

/** What AWS derives from a function's code, or from the version that publishing it makes. */
const DERIVED = new Set(['source_code_size', 'last_modified', 'version', 'qualified_arn', 'qualified_invoke_arn']);
/**
 * Which build of a package it is. Not here, since a reviewer has to see it: the bucket (`s3_bucket`) and an image
 * (`image_uri`) say whose code runs, `filename` may name any file of the runner.
 */
const BUILD = new Set(['s3_key', 's3_object_version', 'source_code_hash', 'code_sha256']);

/**
 * Whether an attribute's content is code, reviewed as code: what changes when this object gets other code of ours and
 * nothing else does. Of code that lies elsewhere nobody has reviewed anything: there each value is one.
 */
export function packageAttributes(
  type: string,
  after: Json | undefined,
  own: OwnPackages | undefined,
): (attribute: Json | undefined) => boolean {
  // An alias follows the published version. `routing_config` does not: it is a decision about traffic.
  if (type === 'aws_lambda_alias') return (attribute) => attribute === 'function_version';
  if (type !== 'aws_lambda_function') return () => false;
  const ours = isObject(after) && (runsOwnPackage(after, own) || typeof after.filename === 'string');
  return (attribute) => typeof attribute === 'string' && (DERIVED.has(attribute) || (ours && BUILD.has(attribute)));
}

/** The keys of these packages, alone or in an address of their bucket; the first group is the package's name. */
export function ownPackageKeys({ bucket, names }: OwnPackages): RegExp {
  const place = `(?<![\\w.-])${escaped(bucket)}(?:\\.s3[\\w.-]*\\.amazonaws\\.com(?:\\.cn)?)?/`;
  return new RegExp(
    `(?:(?<![\\w./-])|(?<=${place}))(${names.map(escaped).join('|')})/[0-9a-f]{64}\\.(?:zip|jar)\\b`,
    'g',
  );
}

/** Whether this change is an update of package values and of nothing else. */
export function isPackageOnly(
  { mode, type, change, previous_address: from, address }: PlanResourceChange,
  own: OwnPackages | undefined,
): boolean {
  if (mode !== 'managed' || change.actions.join() !== 'update' || change.importing) return false;
  if (from !== undefined && from !== address) return false;
  const changed = changedAttributes(change);
  return changed.length > 0 && changed.every(packageAttributes(type, change.after, own));
}

function runsOwnPackage(after: { readonly [key: string]: Json | undefined }, own: OwnPackages | undefined): boolean {
  const { s3_bucket: bucket, s3_key: key } = after;
  if (own === undefined || typeof key !== 'string' || bucket !== own.bucket) return false;
  return key.replace(ownPackageKeys(own), '') === '';
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
