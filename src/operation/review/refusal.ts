import { ActionError } from '../../errors.js';
import type { Difference, PartDifference } from '../../terraform/reviewed/difference.js';
import type { PlacedRecord } from './counting-records.js';

const LISTED = 10;
const SHOWN = 6;

export interface Refusal {
  readonly what: string;
  readonly expected: string;
  /** In which the plan and the reviews differ; empty where there is no record at all. */
  readonly differences: readonly Difference[];
  /** The records that count, which differences name by their index. */
  readonly counting?: readonly PlacedRecord[];
  readonly found?: string | undefined;
  /** The likely cause, as a sentence. */
  readonly cause?: string | undefined;
  readonly fingerprint: string;
}

/** The plan is not what was reviewed: nothing is applied. Reports show its differences as a list. */
export class ReviewRefusal extends ActionError {
  readonly differences: readonly Difference[];
  readonly counting: readonly PlacedRecord[];
  readonly likelyCause: string | undefined;
  readonly fingerprint: string;

  constructor(refusal: Refusal) {
    const { differences, counting = [], cause, fingerprint } = refusal;
    const listed = differences.slice(0, LISTED).map((difference) => differenceSentence(difference, counting));
    if (differences.length > LISTED) listed.push(`and ${differences.length - LISTED} more`);
    super({
      what: refusal.what,
      found: refusal.found ?? listed.join('; '),
      expected: refusal.expected,
      wayOut:
        `${cause === undefined ? '' : `Likely cause: ${cause}. `}` +
        'Nothing was applied. Either open a pull request, whose plan shows everything that is not deployed yet and whose ' +
        'review takes the place of the earlier ones, or read the plan of this run and start the workflow manually with ' +
        `"approved-fingerprint" ${fingerprint}`,
    });
    this.differences = differences;
    this.counting = counting;
    this.likelyCause = cause;
    this.fingerprint = fingerprint;
  }
}

/** `aws_s3_bucket.site (update: acl has another value)`. */
export function differenceSentence(difference: Difference, counting: readonly PlacedRecord[]): string {
  const { kind, address } = difference;
  return `${kind === 'resource' ? address : `${kind} ${address}`} (${differenceWords(difference, counting)})`;
}

/** Everything of a difference but its address. */
export function differenceWords(
  { action, how, reviewedAction, attributes, parts, record }: Difference,
  counting: readonly PlacedRecord[],
): string {
  if (how === 'not in the reviewed plan') return `${action}, not in the reviewed plan`;
  const reviewedOn = record === undefined ? undefined : counting[record];
  const listed = [
    ...(how === 'no longer planned' ? [`${recordedBy(reviewedOn)} and no longer planned`] : []),
    ...(reviewedAction === undefined || reviewedAction === action ? [] : [`reviewed was ${reviewedAction}`]),
    ...attributes.map(({ path, how: differs }) => `${path === '' ? 'its value' : path}: ${differs}`),
    ...parts.map(partWords),
  ];
  const more = listed.length > SHOWN ? [`${listed.length - SHOWN} more`] : [];
  return [action, [...listed.slice(0, SHOWN), ...more].join(', ')].filter((words) => words !== '').join('; ');
}

/** `local.principal: changed (infra/locals.tf:3)`. */
function partWords({ name, how, file, line }: PartDifference): string {
  const place = file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
  return `${name}: ${how}${place}`;
}

function recordedBy(record: PlacedRecord | undefined): string {
  if (record === undefined) return 'reviewed';
  return record.pull === undefined ? `accepted by ${recordName(record)}` : `reviewed on ${recordName(record)}`;
}

/** `#1`, or the deploy that was allowed to apply it without a review. */
export function recordName(record: PlacedRecord): string {
  if (record.pull !== undefined) return `#${record.pull.number}`;
  return `the deploy of ${record.merge ?? 'a commit'}`;
}

/** `pull request #1`, `pull requests #1, #2`. */
export function pullNames(records: readonly { readonly pull: { readonly number: number } }[]): string {
  const numbers = records.map(({ pull }) => `#${pull.number}`);
  return `${numbers.length === 1 ? 'pull request' : 'pull requests'} ${numbers.join(', ')}`;
}
