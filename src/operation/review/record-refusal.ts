import { ActionError } from '../../errors.js';
import type { Place } from '../../terraform/reviewed/reviewed-change.js';
import type { PlacedRecord } from './counting-records.js';
import { recordName } from './refusal.js';
import type { ReviewRequest } from './review-request.js';

const SETTINGS: Readonly<Record<keyof Place, string>> = {
  workspace: 'workspace',
  state: 'place of the state ("backend-config", or the backend block)',
  account: 'AWS account',
  region: 'AWS region',
};

/** Throws where a record that counts says too little, or is of another place than the one that is deployed to. */
export function requireComparable(records: readonly PlacedRecord[], { report, compared }: ReviewRequest): void {
  const { place: here } = compared.reviewed;
  const wayOut =
    'Nothing was applied. Open a pull request: its plan shows everything that is not deployed yet, and its record takes ' +
    `the place of this one. Or read the plan of this run and start the workflow manually with "approved-fingerprint" ${report.fingerprint}`;
  for (const record of records) {
    const { plan } = record;
    if (plan === 'first version') {
      throw new ActionError({
        what: 'A plan was recorded by an earlier version of this action, whose records are no longer enough',
        found: recordName(record),
        wayOut,
      });
    }
    if (plan === 'no room') {
      throw new ActionError({
        what: 'A plan had more changes than can be recorded',
        found: recordName(record),
        wayOut,
      });
    }
    for (const [name, title] of Object.entries(SETTINGS) as [keyof Place, string][]) {
      const [there, now] = [plan.place[name], here[name]];
      if (there === undefined || now === undefined || there === now) continue;
      throw new ActionError({
        what: `The plan was reviewed for another ${title}`,
        ...(name === 'state' ? {} : { found: now, expected: `${there}, as on ${recordName(record)}` }),
        wayOut: `${wayOut}. Where it is a mistake, give the plan and the deploy the same inputs`,
      });
    }
  }
}
