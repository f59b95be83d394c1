import type { Piece } from '../configuration/module-index.js';
import { literalText } from '../hcl/reference.js';
import { digestOfId } from '../reviewed/planned-changes.js';
import type { ReviewedChange } from '../reviewed/reviewed-change.js';
import { difference, isSame } from './difference.js';
import { NarrowedAddress } from './narrowed-address.js';
import { because, isOutput, type Outdated } from './outdated.js';
import { type StandingQuestion, type ViewedQuestion, viewed } from './standing-question.js';
import type { Link } from './text-walk.js';
import { addressWithoutKeys } from './tree-closures.js';
import type { TreeView } from './tree-view.js';
import { unfit } from './unfit.js';

/**
 * Whether a plan still is what merging would apply, told from text alone. `undefined`: it holds, since all that the pull
 * request touches is made from the same text in every commit that was deployed meanwhile. It may call a plan outdated that is
 * not. Precondition: `base` is deployed to its end. Drift, data sources, variables that a workflow gives, providers and other
 * states are not seen.
 */
export function outdatedBy(asked: StandingQuestion): Outdated | undefined {
  const question = viewed(asked);
  const { record, base, merged } = question;
  const recorded = new Set(record.changes.map(({ address, kind }) => addressWithoutKeys(address, kind)));
  const left = record.changes.flatMap(({ previousAddress, kind }) =>
    previousAddress === undefined ? [] : [addressWithoutKeys(previousAddress, kind)],
  );
  const touched = new Set([...recorded, ...left, ...differing(base, merged)]);
  const uses = new Map<string, { readonly link: Link; readonly usedBy: string }>();
  for (const address of [...touched].sort()) {
    const narrowed = NarrowedAddress.of(address, question);
    const part = narrowed === undefined ? wholeDifference(address, question, recorded) : narrowed.difference();
    if (part !== undefined) return because(part, address);
    const own = narrowed?.changedMeanwhile();
    if (own !== undefined) return because(own, address);
    const used = narrowed === undefined ? usesOf(address, question) : narrowed.uses();
    const known = used.find((link) => isKnownNow(link, address, question));
    if (known !== undefined) return { what: known.address, file: undefined, usedBy: address };
    for (const link of used) uses.set(`${link.address} ${link.attribute ?? ''}`, { link, usedBy: address });
  }
  return changedMeanwhile(question, recorded, uses) ?? takenBack(question) ?? unfit(question);
}

function wholeDifference(address: string, { planned, merged }: ViewedQuestion, recorded: ReadonlySet<string>) {
  const values = difference(planned.of(address), merged.of(address));
  if (values !== undefined || !recorded.has(address)) return values;
  return difference(planned.programs(address), merged.programs(address));
}

/**
 * Itself too: the object that it destroys is a certain one. Unless its deploy is done: then nothing of it is planned, and
 * blocks that name it, such as an import, ask for no more.
 */
function usesOf(address: string, { record, planned, base, merged }: ViewedQuestion): readonly Link[] {
  const all = [...planned.of(address).uses, ...planned.programs(address).uses];
  const uses = all.filter((link) => link.address !== address);
  if (isSame(base.of(address), merged.of(address))) return uses;
  const recorded = record.changes.filter((one) => addressWithoutKeys(one.address, one.kind) === address);
  const isMoved = record.changes.some(
    ({ previousAddress: from = '', kind }) => addressWithoutKeys(from, kind) === address,
  );
  const isGone =
    !isMoved && recorded.length > 0 && recorded.every(({ action }) => action === 'delete' || action === 'forget');
  return [{ address, attribute: isGone ? 'id' : undefined }, ...uses];
}

/**
 * What was not known when it was planned, and was deployed since, may be what it was before: then nothing is replaced, and of
 * an update that moves only the move is left. What others planned so too is done, unless a deploy stopped in between.
 */
function isKnownNow(link: Link, address: string, { record, base, merged, between, changed }: ViewedQuestion): boolean {
  const isAt = (at: string) => (change: ReviewedChange) => addressWithoutKeys(change.address, change.kind) === at;
  if (link.address === address || !record.changes.some(isAt(link.address))) return false;
  if (!changed.isDeployed(link.address, link.attribute)) return false;
  const waits = ({ action, previousAddress, importId, unknown }: ReviewedChange) =>
    unknown.some(({ slice }) => slice !== undefined) &&
    (action.includes('-') ? action !== 'no-op' : action === 'update' && (previousAddress ?? importId) !== undefined);
  if (!record.changes.filter(isAt(address)).some(waits)) return false;
  const since = between.filter(({ endedBefore }) => !endedBefore).length;
  return since > 1 || !isSame(base.of(address), merged.of(address));
}

/**
 * What was replaced and put back has another id: whatever the pull request needs has to be the same in each commit that was
 * deployed.
 */
function changedMeanwhile(
  question: ViewedQuestion,
  recorded: ReadonlySet<string>,
  uses: ReadonlyMap<string, { readonly link: Link; readonly usedBy: string }>,
): Outdated | undefined {
  const { plannedBase, planned, base, between, changed } = question;
  for (const { link, usedBy } of uses.values()) {
    const used = link.address;
    // These are what their text makes them, and have no past.
    if (isData(used) || (isOutput(used) && recorded.has(used)) || !changed.isDeployed(used, link.attribute)) continue;
    for (const { tree, beforeBase } of [...between, { tree: base, beforeBase: false }]) {
      // Planned there as the rest of an earlier merge, which was not deployed by then.
      if (beforeBase && isSame(plannedBase.of(used), planned.of(used))) continue;
      const part = difference(plannedBase.of(used), tree.of(used));
      if (part !== undefined) return because(part, usedBy);
    }
  }
  return undefined;
}

/** What an earlier merge has destroyed may be imported at another address by now: by its id it is not gone. */
function takenBack({ record, base, between, changed }: ViewedQuestion): Outdated | undefined {
  const ended = record.changes.filter(
    ({ destroys, address, kind }) =>
      destroys !== undefined && changed.isDeployed(addressWithoutKeys(address, kind), 'id'),
  );
  const blocks = [base, ...between.map(({ tree }) => tree)].flatMap(({ tree }) => tree.imports());
  const isBack = ({ destroys = '' }: ReviewedChange) =>
    changed.imports(destroys) || blocks.some((block) => !changed.isKnown || idIn(block) === destroys);
  const back = ended.find(isBack);
  return back && { what: 'import', file: blocks[0]?.file, usedBy: back.address };
}

/** As a record holds it; `undefined` where it is computed. */
function idIn({ block }: Piece): string | undefined {
  const id = block.body.attributes.find(({ name }) => name === 'id');
  const text = id === undefined ? undefined : literalText(id.value);
  return text === undefined ? undefined : digestOfId(text);
}

function differing(a: TreeView, b: TreeView): readonly string[] {
  const addresses = new Set([...a.tree.addresses(), ...b.tree.addresses()]);
  return [...addresses].filter((address) => !isSame(a.of(address), b.of(address)));
}

function isData(address: string): boolean {
  return /(?:^|\.)data\.[^.]+\.[^.]+$/.test(address);
}
