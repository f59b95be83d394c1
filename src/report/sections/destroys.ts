import { counted, figure } from '../../counted.js';
import {
  type ChangeSet,
  isReplacedOrDeleted,
  isReplacement,
  type ResourceChange,
} from '../../terraform/plan/change-set.js';
import { grouped, type Instances, withoutKeys } from '../../terraform/plan/instances.js';
import { forcingLines } from '../../terraform/text/forcing-lines.js';
import type { TextBlock } from '../../terraform/text/plan-text.js';
import type { Page } from '../kit/document.js';
import { instancesCode } from '../kit/instances.js';
import { alert } from '../kit/markdown.js';
import { originWords } from '../kit/origin.js';
import { atMost, fits, fitting, less, type Room, type Section } from '../kit/size-budget.js';
import { reasonWords, replacementOrder } from '../kit/wording.js';

/** So many are read at a glance; the rest follows by name. */
const ABOVE_THE_FOLD = 12;
/** Instances whose values are compared, which reads the block of each. */
const MOST_COMPARED = 1000;
const LARGEST_SHARE = 0.8;
/** Of what is only counted, so many resources by name. */
const RESOURCES = 10;

/**
 * What is destroyed or replaced, above the fold and by name. It survives every cut, and no part of it is folded away.
 * @param blocks the plan's text, for the values that force a replacement
 */
export function destroysSection(rank: number, changes: ChangeSet, blocks: readonly TextBlock[], page: Page): Section {
  const lost = changes.resources.filter(isReplacedOrDeleted);
  // Destroyed first: a replacement gives something back.
  const ordered = grouped([...lost.filter((change) => !isReplacement(change.action)), ...lost.filter(isReplaced)]);
  const blockOf = new Map(blocks.map((block) => [block.address, block.lines]));
  return {
    rank,
    write(room) {
      if (lost.length === 0) return { markdown: '', cut: false };
      const share = atMost(room, {
        characters: Math.floor(room.characters * LARGEST_SHARE),
        bytes: Math.floor(room.bytes * LARGEST_SHARE),
      });
      const items = ordered.map((group) => item(group, forcingValues(group, blockOf), page));
      const box = boxed(title(lost), items.slice(0, ABOVE_THE_FOLD), share);
      const rest = ordered.slice(ABOVE_THE_FOLD);
      if (rest.length === 0) return { markdown: box, cut: false };
      const list = named(items.slice(ABOVE_THE_FOLD), rest, less(share, box), page);
      return { markdown: `${box}\n\n${list.markdown}`, cut: list.cut };
    },
  };
}

function isReplaced({ action }: ResourceChange): boolean {
  return isReplacement(action);
}

function title(lost: readonly ResourceChange[]): string {
  const replaced = lost.filter(isReplaced).length;
  const destroyed = lost.length - replaced;
  const parts = [
    ...(destroyed === 0 ? [] : [`${counted(destroyed, 'resource')} will be destroyed`]),
    ...(replaced === 0 ? [] : [`${counted(replaced, 'resource')} will be replaced`]),
  ];
  return `**${parts.join(', ')}**`;
}

function boxed(heading: string, items: readonly string[], room: Room): string {
  const box = alert('CAUTION', `${heading}\n${items.join('\n')}`);
  return fits(box, room) ? box : alert('CAUTION', heading);
}

function item(group: Instances, forcing: readonly string[], page: Page): string {
  const cause = page.outcome.plan?.causes?.get(group.first.address);
  const { deposed, reason, replacePaths } = group.first;
  const order = replacementOrder(group.first);
  const because = forcing.length > 0 ? forcing : replacePaths;
  const why =
    because.length > 0
      ? `because of ${because
          .slice(0, 5)
          .map((path) => page.code(path))
          .join(', ')}`
      : reason === undefined
        ? undefined
        : reasonWords(reason);
  const place = cause === undefined ? undefined : `see ${page.source(cause.file, cause.line)}`;
  const details = [
    deposed === undefined ? undefined : `its deposed object ${page.code(deposed)}`,
    order,
    why,
    place,
    ...originWords(group.first.address, page, 'text'),
  ];
  const said = details.filter((detail) => detail !== undefined).join('; ');
  const verb = order === undefined ? 'destroy' : 'replace';
  return `- ${verb} ${instancesCode(group, page, 'text', Number.POSITIVE_INFINITY)}${said === '' ? '' : `: ${said}`}`;
}

/** The values that force a replacement, of several instances where all have the same; the others are in the diff. */
function forcingValues(
  { first, all }: Instances,
  blockOf: ReadonlyMap<string | undefined, readonly string[]>,
): readonly string[] {
  if (all.length > MOST_COMPARED) return [];
  const of = ({ address, replacePaths }: ResourceChange) => forcingLines(blockOf.get(address) ?? [], replacePaths);
  const values = of(first);
  const written = values.join('\n');
  return all.every((change) => of(change).join('\n') === written) ? values : [];
}

/** Every other one, with its reason as long as there is room; what does not fit is counted by resource. */
function named(
  items: readonly string[],
  groups: readonly Instances[],
  room: Room,
  page: Page,
): { markdown: string; cut: boolean } {
  const changes = (from: number) => groups.slice(from).flatMap(({ all }) => all);
  const heading = `**${counted(changes(0).length, 'more resource')} destroyed or replaced**\n\n`;
  const list = less(room, heading);
  const fits = (lines: readonly string[]) => fitting(lines, list).length === lines.length;
  const addresses = groups.map((group) => `- ${instancesCode(group, page, 'text', Number.POSITIVE_INFINITY)}`);
  for (const lines of [items, addresses]) if (fits(lines)) return { markdown: heading + lines.join('\n'), cut: false };
  const reserve = countedByResource(changes(0), page);
  const taken = fitting(addresses, less(list, reserve));
  const left = changes(taken.length);
  const tail = countedByResource(left, page);
  const end = tail.length <= reserve.length ? tail : `${counting(left.length)}; ${page.elsewhere}`;
  return { markdown: heading + [...taken, end].join('\n'), cut: true };
}

/** `- and 2,743 more resources: 2,000 of aws_x.y, 743 of aws_z.q`, instance keys left out. */
function countedByResource(changes: readonly ResourceChange[], page: Page): string {
  const counts = new Map<string, number>();
  for (const { address } of changes) {
    const resource = withoutKeys(address);
    counts.set(resource, (counts.get(resource) ?? 0) + 1);
  }
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, RESOURCES);
  const said = most.map(([resource, count]) => `${figure(count)} of ${page.code(resource)}`);
  const more = counts.size > RESOURCES ? ' ...' : '';
  return `${counting(changes.length)} (${said.join(', ')}${more}); ${page.elsewhere}`;
}

function counting(resources: number): string {
  return `- and ${counted(resources, 'more resource')} destroyed or replaced`;
}
