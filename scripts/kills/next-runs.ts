import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inEmptyCheckout } from '../../local/empty-checkout.js';
import type { Rehearsal } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { converged } from '../faults/invariants.js';
import { deleted, unknownToState } from '../faults/made.js';
import { headingsIn } from '../faults/menders.js';
import type { World } from '../faults/world.js';

/** How the stage came right again, and what did not hold on the way. */
export interface Recovery {
  /** Empty: the next run alone converged. */
  readonly steps: readonly string[];
  /** The headings of what refused on the way. */
  readonly words: readonly string[];
  readonly wrong: readonly string[];
  readonly logs: readonly string[];
}

/** More than one mark and one lock can be left. */
const MOST_RUNS = 7;

/** Runs again, each time in a fresh checkout, and does what a refusal prints, as a person would. */
export async function recovered(world: World): Promise<Recovery> {
  const steps: string[] = [];
  const logs: string[] = [];
  const told = new Set<string>();
  const words = () => [...told];
  for (let run = 1; run <= MOST_RUNS; run++) {
    await world.rehearsal.git.git('clean', '-fdxq');
    const result = await (await world.start({ faulty: false })).finished;
    logs.push(result.log);
    await world.other?.look(world.rehearsal);
    const wrong = [...converged(world.rehearsal, result, world.scenario)];
    if (result.exitCode === 0) wrong.push(...(world.other?.unexpected(world.rehearsal, world.scenario) ?? []));
    if (result.exitCode === 0 || wrong.length > 0) return { steps, logs, words: words(), wrong };
    for (const heading of headingsIn(result.log)) told.add(heading);
    const step = await mended(world, result, logs);
    if (step === undefined)
      return { steps, logs, words: words(), wrong: ['the next run refuses, and what it prints does not mend it'] };
    steps.push(step);
  }
  return { steps, logs, words: words(), wrong: [`${MOST_RUNS} runs and what they print do not mend it`] };
}

/** @returns what was done */
async function mended(world: World, { log }: ActionResult, logs: string[]): Promise<string | undefined> {
  const said = log.replaceAll('%0A', '\n');
  const unlock = /terraform -chdir=\S+ init .+? force-unlock [0-9a-f-]{36}/.exec(said)?.[0];
  if (unlock !== undefined) {
    const { said: answer } = await inEmptyCheckout(world.rehearsal, unlock);
    logs.push(answer);
    return answer.includes('successfully unlocked') ? 'force-unlock' : undefined;
  }
  const taken = [...said.matchAll(/# terraform_data\.(\w+): .+ Delete the new one/g)].map(([, name = '']) => name);
  if (deleted(world.rehearsal, taken)) return 'the new one deleted';
  const blocks = [...said.matchAll(/import \{\n\s*to = (\S+)\n\s*id = "([^"]*)"[^\n]*\n\}/g)];
  const mark = /gh api repos\/octo\/shop\/deployments\/(\d+)\/statuses -f state=inactive/.exec(said)?.[1];
  const lost = unknownToState(world.rehearsal);
  const done = await world.other?.byHand(world.rehearsal, said, lost);
  if (done !== undefined) return done;
  if (world.other === undefined && lost.length > 0 && blocks.length > 0) {
    await imported(
      world.rehearsal,
      new Map(blocks.map(([, to = '', id = '']) => [to, to.endsWith('.witnessed') ? (lost[0] ?? id) : id])),
    );
    return 'import blocks';
  }
  if (mark === undefined) return undefined;
  // The request that `gh api` makes of this line.
  const { url } = world.rehearsal.cloud.github;
  const answer = await fetch(`${url}/repos/octo/shop/deployments/${mark}/statuses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ state: 'inactive' }),
  });
  return answer.ok ? 'gh api' : undefined;
}

/** @returns whether any block is new */
export async function imported(rehearsal: Rehearsal, ids: ReadonlyMap<string, string>): Promise<boolean> {
  const file = join(rehearsal.git.path, 'infra/imports.tf');
  // A refusal names a mark at a time: what an earlier one asked for stays.
  const earlier = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const blocks = [...ids]
    .filter(([to]) => !earlier.includes(`to = ${to}\n`))
    .map(([to, id]) => `import {\n  to = ${to}\n  id = "${id}"\n}\n`);
  if (blocks.length === 0) return false;
  await rehearsal.change('main', 'Import what was made', { 'infra/imports.tf': earlier + blocks.join('') });
  return true;
}
