import { ActionError } from '../errors.js';
import type { Deployments } from '../ports/deployments.js';
import type { Caller, SignIn } from '../ports/run.js';
import { type RecordingPorts, recorded } from './deployments/record.js';
import { uncommonParts } from './deployments/task.js';
import {
  DESTRUCTION_STEPS,
  type DestroyableStack,
  Destruction,
  type DestructionPorts,
} from './infrastructure/destroy-stack.js';
import { isNothingDeployed, requireDestroyable } from './infrastructure/nothing-deployed.js';
import type { RunContext } from './run/context.js';
import { OperationRun } from './run/operation-run.js';
import type { Outcome } from './run/outcome.js';
import { STEPS } from './run/steps.js';

export interface DestroyPorts extends DestructionPorts, RecordingPorts {
  readonly aws: SignIn & Caller;
  readonly github: RecordingPorts['github'] &
    DestructionPorts['github'] & { readonly deployments: Pick<Deployments, 'remembered'> };
  readonly terraform?: DestroyableStack | undefined;
}

/** Destroys the stack. The confirmation was compared before anything was connected. */
export async function destroyOperation(context: RunContext, ports: DestroyPorts): Promise<Outcome> {
  const run = new OperationRun(context, 'destroy', ports.log, [
    STEPS.signIn,
    STEPS.init,
    STEPS.compareState,
    ...DESTRUCTION_STEPS,
    STEPS.left,
  ]);
  return await run.conclude(async () => {
    const { terraform } = ports;
    if (terraform === undefined) {
      throw new ActionError({
        what: 'There is nothing to destroy',
        found: 'an empty "infra-directory"',
        expected: 'a Terraform root module',
      });
    }
    await run.signIn(ports.aws);
    await run.step(STEPS.init, () => terraform.init());
    // Before anything is recorded: a destroy of the wrong state is no destroy that began.
    const nothing = await run.step(
      STEPS.compareState,
      async () => {
        const empty = await isNothingDeployed(context, terraform, ports.github.deployments);
        if (!empty) await requireDestroyable(context, terraform, ports.github.deployments);
        return empty;
      },
      (empty) => (empty ? 'nothing is deployed' : 'there is something to destroy'),
    );
    const destruction = new Destruction(run, { ...ports, terraform });
    const plan = await destruction.planned();
    return await recorded(run, ports, { sha: context.run.sha, state: plan.state }, async () => {
      const { counts } = await destruction.applied(plan);
      const left = await run.step(STEPS.left, () => terraform.resources());
      if (left.length > 0) {
        throw new ActionError({
          what: `The destroy left ${left.length} resources in the state`,
          found: left.slice(0, 20).join(', '),
          expected: 'an empty state',
          wayOut: 'Run the destroy again, or look at what each of them says',
        });
      }
      const about = [context.config.stage, ...uncommonParts(context.identity)].join(', ');
      if (nothing && counts.destroy === 0) return `Nothing was deployed to ${about}: there was nothing to destroy`;
      return `Destroyed ${about}: ${counts.destroy} resources, the state is empty`;
    });
  });
}
