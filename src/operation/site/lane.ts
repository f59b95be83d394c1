import { join } from 'node:path';
import type { SiteConfig } from '../../config/config.js';
import { asError, MissingBucket } from '../../errors.js';
import type { SiteConnector, SiteTarget } from '../../ports/site.js';
import type { Stack } from '../../ports/terraform.js';
import { syncSentence } from '../../site/sync-sentence.js';
import { UnfitSite } from '../../site/unfit-site.js';
import type { StackOutputs } from '../../terraform/command/stack-outputs.js';
import type { RunContext } from '../run/context.js';
import type { SitePreview } from '../run/outcome.js';
import { plannedConfig } from '../site-config/written-config.js';
import { previewSite } from './preview.js';
import type { SiteRequest } from './request.js';
import { siteTarget } from './target.js';

/** What the site lane needs to know, from the configuration and the stack outputs. */
export function siteRequest(context: RunContext, site: SiteConfig, target: SiteTarget): SiteRequest {
  return {
    ...site,
    ...target,
    directory: join(context.workspace, site.directory),
    commit: context.run.sha,
    stage: context.config.stage,
    run: { id: context.run.id, attempt: context.run.attempt, url: context.run.url },
    now: context.now,
  };
}

/**
 * The site's diff for the pull request. It informs: a bucket that the stack has yet to create, or that the plan role may
 * not list, is mentioned and does not fail the plan. What could not be deployed after the merge does: an unfit site, or a
 * bucket that the input names and that does not exist.
 */
export async function previewLane(
  context: RunContext,
  site: SiteConfig,
  stack: Stack | undefined,
  connect: SiteConnector,
  planJson?: unknown,
): Promise<SitePreview> {
  const config = planJson === undefined ? undefined : plannedConfig(site.configOutputs, planJson);
  const outputs: StackOutputs = stack === undefined ? {} : await stack.outputs();
  const { bucket } = site;
  if (bucket.kind === 'stack-output' && outputs[bucket.name] === undefined) {
    return { unavailable: `the stack has no output "${bucket.name}" yet: the first deploy creates it` };
  }
  const target = siteTarget(site, outputs);
  try {
    const request = { ...siteRequest(context, site, target), config };
    return { plan: await previewSite(request, await connect(target)) };
  } catch (thrown) {
    if (context.signal.aborted || thrown instanceof UnfitSite) throw thrown;
    // The first deploy creates what the stack names, and nothing creates what the input names.
    if (bucket.kind === 'literal' && thrown instanceof MissingBucket) throw thrown;
    return { unavailable: asError(thrown).message };
  }
}

export function previewSentence(preview: SitePreview): string {
  return 'unavailable' in preview ? `Not compared: ${preview.unavailable}` : syncSentence(preview.plan);
}
