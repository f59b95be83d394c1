import type { SiteConfig } from '../../config/config.js';
import type { OperationRun } from '../run/operation-run.js';
import { STEPS, type StepKind } from '../run/steps.js';
import { type PathPorts, type RedPaths, redPaths, verifyPaths } from './verify-paths.js';

/** The step, where the input asks for one. */
export function pathSteps(site: SiteConfig | undefined): readonly StepKind[] {
  return site?.verifiedPaths === undefined ? [] : [STEPS.paths];
}

/** What is red before anything is changed. @param url asked for only where there are paths */
export async function pathsBefore(
  site: SiteConfig | undefined,
  url: () => Promise<string | undefined>,
  ports: PathPorts,
): Promise<RedPaths> {
  const wanted = site?.verifiedPaths;
  return wanted === undefined ? new Map() : await redPaths(wanted, await url(), ports);
}

export async function verifiedPathsStep(
  run: Pick<OperationRun, 'step'>,
  site: SiteConfig,
  url: string | undefined,
  before: RedPaths,
  rollback: string | undefined,
  ports: PathPorts,
): Promise<void> {
  const wanted = site.verifiedPaths;
  if (wanted === undefined) return;
  await run.step(
    STEPS.paths,
    () => verifyPaths(wanted, url, site.verifyTimeoutSeconds, before, rollback, ports),
    (said) => said,
  );
}
