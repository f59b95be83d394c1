import { ActionError } from '../../errors.js';
import type { Difference } from '../../terraform/reviewed/difference.js';

const LISTED = 10;
const ATTRIBUTES = 6;

export interface Refusal {
  readonly what: string;
  readonly expected: string;
  /** What of the plan nobody reviewed; empty where there is no record at all. */
  readonly differences: readonly Difference[];
  readonly found?: string;
  /** The likely cause, as a sentence. */
  readonly cause?: string;
  readonly fingerprint: string;
}

/** The plan is not what was reviewed: nothing is applied. Reports show its differences as a list. */
export class ReviewRefusal extends ActionError {
  readonly differences: readonly Difference[];
  readonly likelyCause: string | undefined;
  readonly fingerprint: string;

  constructor(refusal: Refusal) {
    const { differences, cause, fingerprint } = refusal;
    const listed = differences.slice(0, LISTED).map(differenceSentence);
    if (differences.length > LISTED) listed.push(`and ${differences.length - LISTED} more`);
    super({
      what: refusal.what,
      found: refusal.found ?? listed.join('; '),
      expected: refusal.expected,
      wayOut:
        `${cause === undefined ? '' : `Likely cause: ${cause}. `}` +
        'Nothing was applied. Either open a pull request, so that the plan as it is now is reviewed, or read the plan ' +
        `of this run and start the workflow by hand with "approved-fingerprint" ${fingerprint}`,
    });
    this.differences = differences;
    this.likelyCause = cause;
    this.fingerprint = fingerprint;
  }
}

/** `aws_s3_bucket.site (update: acl has another value)`. */
export function differenceSentence({ kind, address, action, reviewedAction, attributes }: Difference): string {
  const subject = kind === 'resource' ? address : `${kind} ${address}`;
  if (reviewedAction === undefined) return `${subject} (${action}, not in the reviewed plan)`;
  const parts = action === reviewedAction ? [] : [`reviewed was ${reviewedAction}`];
  const listed = attributes.slice(0, ATTRIBUTES).map(({ path, how }) => `${path === '' ? 'its value' : path}: ${how}`);
  if (attributes.length > ATTRIBUTES) listed.push(`${attributes.length - ATTRIBUTES} more attributes`);
  parts.push(...listed);
  return `${subject} (${action}${parts.length === 0 ? '' : `; ${parts.join(', ')}`})`;
}

/** `pull request #1`, `pull requests #1, #2`. */
export function pullNames(records: readonly { readonly pull: { readonly number: number } }[]): string {
  const numbers = records.map(({ pull }) => `#${pull.number}`);
  return `${numbers.length === 1 ? 'pull request' : 'pull requests'} ${numbers.join(', ')}`;
}
