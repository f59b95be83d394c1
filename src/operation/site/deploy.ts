import type { SitePorts } from '../../ports/site.js';
import type { SiteReport } from '../run/outcome.js';
import type { Progress } from '../run/progress.js';
import { STEPS, type StepKind } from '../run/steps.js';
import { SiteChange } from './change.js';
import type { SiteRequest } from './request.js';
import { folderSource } from './source.js';

/** The steps of a site's deploy, in order. */
export const SITE_STEPS: readonly StepKind[] = [
  STEPS.compareSite,
  STEPS.asset,
  STEPS.other,
  STEPS.page,
  STEPS.worker,
  STEPS.release,
  STEPS.invalidate,
  STEPS.verify,
  STEPS.prune,
];

/**
 * Deploys the built front end.
 * @param found told what is known so far, after each step and after a failure: what is live has to be reported
 */
export async function deploySite(
  request: SiteRequest,
  ports: SitePorts,
  progress: Progress,
  found: (report: SiteReport) => void = () => {},
): Promise<SiteReport> {
  const change = new SiteChange(folderSource(request, ports), request, ports, progress, found);
  await change.begin();
  try {
    return await change.carryOut();
  } finally {
    await change.end();
  }
}
