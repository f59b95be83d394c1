import type { SignIn } from '../ports/run.js';
import type { SiteConnector } from '../ports/site.js';
import type { LockedState, Stack } from '../ports/terraform.js';
import type { StackOutputs } from '../terraform/command/stack-outputs.js';
import { type EndedLockPorts, releaseEndedLock } from './infrastructure/ended-lock.js';
import type { RunContext } from './run/context.js';
import { OperationRun } from './run/operation-run.js';
import type { Outcome } from './run/outcome.js';
import { STEPS } from './run/steps.js';
import { siteRequest } from './site/lane.js';
import { releaseEnded } from './site/lock.js';
import { siteTarget } from './site/target.js';

export interface UnlockPorts extends Omit<EndedLockPorts, 'terraform'> {
  readonly aws: SignIn;
  readonly terraform?: (Pick<Stack, 'outputs'> & LockedState & { init(): Promise<void> }) | undefined;
  readonly site: SiteConnector;
}

/** Releases the locks of the state and of the site that runs have left that have ended. Any other is named, and stays. */
export async function unlockOperation(context: RunContext, ports: UnlockPorts): Promise<Outcome> {
  const { config } = context;
  const { terraform } = ports;
  const { infrastructure, site } = config;
  const run = new OperationRun(context, 'unlock', ports.log, [
    STEPS.signIn,
    ...(terraform === undefined ? [] : [STEPS.init, STEPS.stateLock]),
    ...(site === undefined ? [] : [STEPS.siteLock]),
  ]);
  return await run.conclude(async () => {
    await run.signIn(ports.aws);
    const said: string[] = [];
    if (terraform !== undefined && infrastructure !== undefined) {
      await run.step(STEPS.init, () => terraform.init());
      const release = async () => {
        const lock = await releaseEndedLock(context, infrastructure, { ...ports, terraform });
        return lock === undefined ? 'the state was not locked' : `released the lock ${lock.id} of the state`;
      };
      said.push(await run.step(STEPS.stateLock, release, (sentence) => sentence));
    }
    if (site !== undefined) said.push(await run.step(STEPS.siteLock, siteUnlocked, (sentence) => sentence));
    return `${config.stage}: ${said.join(', ')}`;
  });

  async function siteUnlocked(): Promise<string> {
    const outputs: StackOutputs = (await terraform?.outputs()) ?? {};
    if (site === undefined || (site.bucket.kind === 'stack-output' && outputs[site.bucket.name] === undefined)) {
      return 'there is no site yet';
    }
    const target = siteTarget(site, outputs);
    const { records, runs } = await ports.site(target);
    const released = await releaseEnded(siteRequest(context, site, target), { records, runs, log: ports.log });
    return released ? 'removed the lock of the site' : 'the site was not locked';
  }
}
