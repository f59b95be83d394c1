import type { Stack } from '../../ports/terraform.js';
import type { PlanReport } from '../run/outcome.js';

/** State empty, and nothing but creations: no import, no action, no change that is left for later. */
export async function isFirstDeployment({ changes }: PlanReport, stack: Pick<Stack, 'resources'>): Promise<boolean> {
  const onlyCreates = changes.resources.every(
    ({ action, mode, importId, previousAddress }) =>
      (mode === 'data' || action === 'create') && importId === undefined && previousAddress === undefined,
  );
  if (!onlyCreates || changes.invocations.length + changes.deferred.length > 0) return false;
  const existing = await stack.resources();
  return existing.every(isDataSource);
}

/** `data.aws_region.here`, or the same inside modules, whose keys may hold any character. */
function isDataSource(address: string): boolean {
  return /^(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*data\./.test(address);
}
