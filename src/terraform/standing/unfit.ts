import type { AddressUnits } from './address-units.js';
import { contentOf, difference, isSame } from './difference.js';
import { because, isOutput, type Outdated } from './outdated.js';
import type { ViewedQuestion } from './standing-question.js';
import { addressWithoutKeys } from './tree-closures.js';
import type { TreeView } from './tree-view.js';

/** What decides which instances of a module there are. */
const NUMBER = /(?:^|: )module\.[^.]+\.(?:count|for_each)$/;

/** How a resource's walk names its nested blocks. */
const NESTED = / (?!lifecycle$|timeouts$)[\w-]+$/;

/** A merge that Terraform would not plan: one side names what the other has taken away. */
export function unfit(question: ViewedQuestion): Outdated | undefined {
  const { planned, base, merged } = question;
  const known = new Set([...planned.tree.unresolved(), ...base.tree.unresolved()]);
  const gone = [...merged.tree.unresolved()].find((one) => !known.has(one));
  if (gone !== undefined) return { what: gone, file: undefined, usedBy: gone };
  for (const address of merged.tree.addresses()) {
    const now = merged.programs(address);
    if (isSame(now, base.programs(address))) continue;
    const part = difference(planned.programs(address), now);
    if (part !== undefined) return because(part, address);
  }
  const empty = emptyImport(question);
  if (empty !== undefined) return empty;
  let everywhere: ReadonlySet<string> | undefined;
  for (const evaluated of merged.tree.evaluated()) {
    const now = merged.of(evaluated);
    const [then, deployed] = [planned.of(evaluated), base.of(evaluated)];
    if (isSame(now, then) || isSame(now, deployed)) continue;
    const unseen = unseenIn(evaluated, [planned, base], merged);
    if (unseen !== undefined) return because(unseen, evaluated);
    // Made of both sides: an output may be sensitive now, an element or an attribute that is named may be gone.
    if (isOutput(evaluated) && mayBeSensitive(evaluated, [planned, base], merged)) {
      const mixed = difference(then, now);
      if (mixed !== undefined) return because(mixed, evaluated);
    }
    const own = new Set(merged.calls(evaluated).slice.parts.map(contentOf));
    const names = new Set([...then.slice.parts, ...deployed.slice.parts].map(({ name }) => name));
    for (const part of now.slice.parts) {
      if (names.has(part.name) && (!NUMBER.test(part.name) || own.has(contentOf(part)))) continue;
      everywhere ??= partsOfBoth(planned, base);
      if (!everywhere.has(contentOf(part))) return because(part, evaluated);
    }
    // What these name in turn, they have named before, or are touched.
    for (const { address } of merged.asked(evaluated)) {
      if (isWider(address, planned, merged) && isWider(address, base, merged)) continue;
      const part = difference(planned.of(address), base.of(address));
      if (part !== undefined) return because(part, evaluated);
    }
  }
  return undefined;
}

/** In a module of which one side may have no instance, what the other side made of it may never have been evaluated. */
function unseenIn(evaluated: string, [planned, base]: readonly [TreeView, TreeView], merged: TreeView) {
  const contents = merged.contents(evaluated);
  for (const [side, other] of [
    [planned, base],
    [base, planned],
  ] as const) {
    const part = isSeen(evaluated, side, merged) ? undefined : difference(other.contents(evaluated), contents);
    if (part !== undefined) return part;
  }
  return undefined;
}

/** What is imported needs an instance, which others may have taken away: Terraform asks for it once its object is gone. */
function emptyImport({ planned, base, merged, between, changed }: ViewedQuestion): Outdated | undefined {
  for (const { block, file } of merged.tree.imports()) {
    const to = block.body.attributes.find(({ name }) => name === 'to');
    const target = to?.value.map(({ text }) => text).join('') ?? '';
    const address = addressWithoutKeys(target, '');
    const now = merged.units(address);
    const isLeft = (view: TreeView) => {
      const then = view.units(address);
      return then !== undefined && now !== undefined && isSame(then.rest, now.rest);
    };
    const trees = [planned, base, ...between.map(({ tree }) => tree)];
    if (changed.isKnown ? !changed.isGone(address) : trees.every(isLeft)) continue;
    if (merged.tree.instances(address, true)?.includes(target) !== true)
      return { what: 'import', file, usedBy: address };
  }
  return undefined;
}

/** With as many instances as now, or one for certain. */
function isSeen(evaluated: string, side: TreeView, merged: TreeView): boolean {
  return side.tree.isEvaluated(evaluated) || isSame(side.calls(evaluated), merged.calls(evaluated));
}

/** What neither side has changed: whoever names it finds there what was there. */
function partsOfBoth(planned: TreeView, base: TreeView): ReadonlySet<string> {
  const ofBase = partsOf(base);
  return new Set([...partsOf(planned)].filter((part) => ofBase.has(part)));
}

function partsOf(view: TreeView): ReadonlySet<string> {
  const all = [...view.tree.evaluated(), ...view.tree.addresses()];
  return new Set(all.flatMap((one) => view.of(one).slice.parts.map(contentOf)));
}

/** Where an output was no secret on either side, neither is it now if nothing else is in it. What a resource computes of a secret is none. */
function mayBeSensitive(output: string, sides: readonly TreeView[], merged: TreeView): boolean {
  const sources = ({ tree }: TreeView) => {
    const { parts, links, marks } = tree.surface(output);
    const variables = parts.filter(({ name }) => /(?:^|: )var\.|\(sensitive\)/.test(name)).map(contentOf);
    return { all: [...variables, ...links.map(({ address, attribute }) => `${address} ${attribute ?? ''}`)], marks };
  };
  const known = sides.filter((side) => isSeen(output, side, merged)).map(sources);
  const now = sources(merged);
  if (now.marks || known.some(({ marks }) => marks)) return true;
  const before = new Set(known.flatMap(({ all }) => all));
  return now.all.some((one) => !before.has(one));
}

/** Whether a resource has everything now that it has on one side: attributes and instances, whatever they are made from. */
function isWider(address: string, side: TreeView, merged: TreeView): boolean {
  const [then, now] = [side.units(address), merged.units(address)];
  if (then === undefined)
    return side.tree.surface(address).parts.some(({ kind, name }) => kind === 'absent' && name === address);
  if (now === undefined) return false;
  for (const [path, leaf] of then.leaves) {
    const other = now.leaves.get(path);
    if (other === undefined || !(isSame(leaf, other) || (leaf.isText && other.isText))) return false;
  }
  if (isSame(then.rest, now.rest)) return true;
  if (nestedIn(then) !== nestedIn(now)) return false;
  const [were, are] = [side.tree.instances(address, true), merged.tree.instances(address, true)];
  // No more of them either: `one` takes a single one.
  return were !== undefined && are !== undefined && were.join() === are.join();
}

/** Nested blocks, whose number somebody may name. */
function nestedIn({ rest }: AddressUnits): string {
  return rest.slice.parts.flatMap((part) => (NESTED.test(part.name) ? [contentOf(part)] : [])).join();
}
