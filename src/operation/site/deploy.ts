import type { SiteConfig } from '../../config/config.js';
import type { SitePorts } from '../../ports/site.js';
import type { SiteReport } from '../run/outcome.js';
import type { Progress } from '../run/progress.js';
import { RESTORE_STEPS, STEPS, type StepKind } from '../run/steps.js';
import { SiteChange } from './change.js';
import type { SiteComparison } from './compare.js';
import { type ReleaseRequest, releaseSource } from './release-source.js';
import type { SiteRequest } from './request.js';
import { folderSource, type SiteSource } from './source.js';

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

/** The steps of a site's rollback, in order. */
export const RESTORE_SITE_STEPS: readonly StepKind[] = [
  STEPS.compareSite,
  RESTORE_STEPS.asset,
  RESTORE_STEPS.other,
  RESTORE_STEPS.page,
  RESTORE_STEPS.worker,
  RESTORE_STEPS.release,
  STEPS.invalidate,
  STEPS.verify,
  STEPS.prune,
];

/** Those of one site, which may have a `config.json` of its stack. */
export function siteSteps(
  { configOutputs }: Pick<SiteConfig, 'configOutputs'>,
  steps: readonly StepKind[] = SITE_STEPS,
): readonly StepKind[] {
  if (configOutputs === undefined) return steps;
  const own = steps === SITE_STEPS ? STEPS.config : RESTORE_STEPS.config;
  return steps.flatMap((step) => (step.id === STEPS.page.id ? [own, step] : [step]));
}

/**
 * Deploys the built front end.
 * @param found told what is known so far, after each step and after a failure: what is live has to be reported
 * @param comparing the first comparison, where it has begun already
 */
export async function deploySite(
  request: SiteRequest,
  ports: SitePorts,
  progress: Progress,
  found: (report: SiteReport) => void = () => {},
  comparing?: Promise<SiteComparison>,
): Promise<SiteReport> {
  return await deploySource(folderSource(request, ports, comparing), request, ports, progress, found);
}

/** Deploys what comes from anywhere. */
export async function deploySource(
  source: SiteSource,
  request: SiteRequest,
  ports: SitePorts,
  progress: Progress,
  found: (report: SiteReport) => void,
): Promise<SiteReport> {
  const change = new SiteChange(source, request, ports, progress, found);
  await change.begin();
  try {
    return await change.carryOut();
  } finally {
    await change.end();
  }
}

/** Makes a release live again that was. Begun, everything is checked and the lock is held, to the end. */
export function siteRollback(
  request: ReleaseRequest,
  ports: SitePorts,
  progress: Progress,
  found: (report: SiteReport) => void = () => {},
): { readonly change: SiteChange; readonly source: SiteSource } {
  const source = releaseSource(request, ports);
  return { source, change: new SiteChange(source, request, ports, progress, found) };
}
