import { asError } from '../../errors.js';
import type { Deployments, OpenedDeployment } from '../../ports/deployments.js';
import { type PatiencePorts, patiently } from '../run/patience.js';
import { cutOff } from './record.js';

export interface EndLatePorts extends PatiencePorts {
  readonly github: { readonly deployments: Pick<Deployments, 'finishLate'> };
  /** Whether another attempt would end in the same way. */
  readonly isFinal: (thrown: unknown) => boolean;
  /** `owner/name` */
  readonly repository: string;
}

/** From `post`: tells GitHub how a deployment ended that it does not know the end of. Never throws. */
export async function endLate(opened: OpenedDeployment, ports: EndLatePorts): Promise<void> {
  const { github, log, repository, isFinal } = ports;
  const end = opened.end ?? cutOff(opened);
  const what = `Recording that the ${opened.destroys ? 'destroy' : 'deployment'} of ${opened.stage} ended (${end.result})`;
  try {
    const id = await patiently(what, () => github.deployments.finishLate(opened, end), ports, { isFinal });
    if (id === undefined) log.info('This run was ended before it began a GitHub deployment');
    else log.info(`Ended the GitHub deployment ${id}, which this run had begun: ${end.result}`);
  } catch (thrown) {
    const itself =
      opened.id === undefined
        ? 'Its record may stay open until the next deploy that succeeds'
        : `Record it: gh api repos/${repository}/deployments/${opened.id}/statuses -f state=${end.result}`;
    log.warning(
      `${what} failed: ${asError(thrown).message} Until it is recorded, pushed runs of older commits refuse to deploy. ${itself}`,
    );
  }
}
