import type { ConformanceCheck } from './check.js';
import { DISTRIBUTION_CHECKS } from './checks/cloudfront-distributions.js';
import { INVALIDATION_CHECKS } from './checks/cloudfront-invalidations.js';
import { ACCESS_CHECKS } from './checks/s3-access.js';
import { BUCKET_CHECKS } from './checks/s3-buckets.js';
import { CHECKSUM_CHECKS } from './checks/s3-checksums.js';
import { CONDITION_CHECKS } from './checks/s3-conditions.js';
import { COPY_CHECKS } from './checks/s3-copies.js';
import { KEY_CHECKS } from './checks/s3-keys.js';
import { LISTING_CHECKS } from './checks/s3-listings.js';
import { MULTIPART_CHECKS } from './checks/s3-multipart.js';
import { OBJECT_CHECKS } from './checks/s3-objects.js';
import { RACE_CHECKS } from './checks/s3-races.js';
import { TERRAFORM_CHECKS } from './checks/s3-terraform.js';
import { VERSION_CHECKS } from './checks/s3-versions.js';

/** Every check, in the order of the table. */
export const CHECKS: readonly ConformanceCheck[] = [
  ...BUCKET_CHECKS,
  ...OBJECT_CHECKS,
  ...CONDITION_CHECKS,
  ...RACE_CHECKS,
  ...COPY_CHECKS,
  ...VERSION_CHECKS,
  ...LISTING_CHECKS,
  ...KEY_CHECKS,
  ...MULTIPART_CHECKS,
  ...CHECKSUM_CHECKS,
  ...ACCESS_CHECKS,
  ...TERRAFORM_CHECKS,
  ...INVALIDATION_CHECKS,
  ...DISTRIBUTION_CHECKS,
];
