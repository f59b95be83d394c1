import type { Target } from './target.js';

/** Plain data, so that what a server did can be compared, printed and listed as a deviation. */
export type Observation =
  | string
  | number
  | boolean
  | null
  | readonly Observation[]
  | { readonly [name: string]: Observation };

export type ServiceName = 's3' | 'cloudfront';

/** One statement about AWS, and how to see whether a server agrees. */
export interface ConformanceCheck {
  /** A sentence about AWS; unique among all checks. */
  readonly name: string;
  readonly service: ServiceName;
  /** Where AWS says so: the document and its section. */
  readonly source: string;
  /** What AWS does. */
  readonly expected: Observation;
  /** Does it, and tells what was seen. Makes its own bucket or distribution, and leaves nothing that others see. */
  run(target: Target): Promise<Observation>;
}

/** A check on which an emulator is known not to agree with AWS. It must still disagree, and in this very way. */
export interface Deviation {
  readonly target: Target['name'];
  readonly check: string;
  /** In words, for the table. */
  readonly says: string;
  readonly observed: Observation;
}
