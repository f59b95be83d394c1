import type { FaultRule } from '../../local/faults.js';
import { SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';
import type { RunningAction } from '../../local/runner.js';
import type { World } from '../faults/world.js';

/** When a run is cut off: at its nth request, at the nth line of its log, or at what is named. */
export type Moment = { readonly request: number } | { readonly line: number } | { readonly phase: Phase };

export type Phase = keyof typeof PHASES | keyof typeof AWS_PHASES;
type Trigger = Omit<FaultRule, 'effect'> | RegExp;
const state = (operation: string, suffix: string, nth: number): Trigger => ({
  service: 's3',
  operation,
  path: new RegExp(`^/${STATE_BUCKET}/dev\\.tfstate${suffix}$`),
  nth,
});
const site = (operation: string, key: string): Trigger => ({
  service: 's3',
  operation,
  path: new RegExp(`^/${SITE_BUCKET}/${key}`),
  nth: 1,
});

/** The phases of a deploy in which a machine is lost. */
export const PHASES = {
  'before its first request': { nth: 1 },
  'while init reads the state': { service: 's3', path: new RegExp(`^/${STATE_BUCKET}`), nth: 1 },
  'while the plan holds the lock': state('DeleteObject', '\\.tflock', 1),
  'while the record is made': { service: 'github', operation: 'repos/create-deployment', nth: 1 },
  'before the apply takes the lock': state('PutObject', '\\.tflock', 2),
  'while the first resource is made': /Creating\.\.\./,
  'behind the first resource': /Creation complete/,
  'while the state is saved': state('PutObject', '', 1),
  'before the lock of the state is released': state('DeleteObject', '\\.tflock', 2),
  'while the site is locked': site('PutObject', '\\.well-managed/lock\\.json'),
  'between two assets': site('PutObject', 'assets/'),
  'between two pages': site('PutObject', '(index|about)'),
  'before the invalidation': { service: 'cloudfront', nth: 1 },
  'before the end is recorded': /::group::Prune old files/,
} as const satisfies Readonly<Record<string, Trigger>>;

/** The same on another cloud, whose requests have no names here; lines have. */
export const AWS_PHASES = {
  'while a resource of AWS is made': /aws_\w+\.\w+.*: Creating\.\.\./,
  'behind a resource of AWS': /aws_\w+\.\w+.*: Creation complete/,
  'while a resource of AWS is destroyed': /aws_\w+\.\w+.*: Destroying\.\.\./,
  'behind one that is destroyed': /aws_\w+\.\w+.*: Destruction complete/,
} as const satisfies Readonly<Record<string, Trigger>>;

/** Calls once when the moment has come. @returns whether it ever came */
export function at(moment: Moment, world: World, running: RunningAction, strike: () => void | Promise<void>) {
  let came = false;
  const once = async () => {
    if (came) return;
    came = true;
    await strike();
  };
  const trigger: Trigger | undefined =
    'phase' in moment
      ? { ...PHASES, ...AWS_PHASES }[moment.phase]
      : 'request' in moment
        ? { nth: moment.request }
        : undefined;
  if (world.other !== undefined && 'request' in moment) {
    world.other.count(moment.request, () => void once());
  } else if (trigger !== undefined && !(trigger instanceof RegExp)) {
    // Not waited for: the request goes on while its caller is ended.
    world.rehearsal.cloud.faults.add({ ...trigger, times: 1, effect: { meanwhile: () => void once() } });
  } else {
    const wanted = trigger ?? new RegExp(`(?:.*\\n){${'line' in moment ? moment.line : 0}}`);
    running.printed(wanted).then(once, () => {});
  }
  return () => came;
}
