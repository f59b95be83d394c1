import type { SiteReport } from '../run/outcome.js';
import type { Progress } from '../run/progress.js';
import { SiteDeploy } from './deploy.js';
import type { SitePorts, SiteRequest } from './request.js';

export { SITE_STEPS } from './deploy.js';
export type { SitePorts, SiteRequest } from './request.js';

/**
 * Deploys a front end: assets, other files, pages, release file, invalidation, verification, prune, each only after the
 * one before. So every page that is served names only files that exist, wherever it stops; the next run completes it.
 * @param found told what is known so far, after each step and after a failure: what is live has to be reported
 */
export async function deploySite(
  request: SiteRequest,
  ports: SitePorts,
  progress: Progress,
  found: (report: SiteReport) => void = () => {},
): Promise<SiteReport> {
  return await new SiteDeploy(request, ports, progress, found).run();
}
