import type { Deviation } from './check.js';
import { CLOUDFRONT_DEVIATIONS } from './deviations-cloudfront.js';
import { S3_DEVIATIONS } from './deviations-s3.js';

/** Where an emulator is known to answer otherwise than AWS. One that agrees by now turns the suite red: strike it. */
export const DEVIATIONS: readonly Deviation[] = [...S3_DEVIATIONS, ...CLOUDFRONT_DEVIATIONS];
