import type { ConformanceCheck } from './check.js';
import { BUCKET_CHECKS } from './checks/s3-buckets.js';

/** Every check, in the order of the table. */
export const CHECKS: readonly ConformanceCheck[] = [...BUCKET_CHECKS];
