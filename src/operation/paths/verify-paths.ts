import type { VerifiedPaths } from '../../config/config.js';
import { ActionError, asError, CancelledError } from '../../errors.js';
import type { Clock, PathProbe } from '../../ports/site.js';

const POLL_MS = [250, 500, 1000, 2000];
const POLL_AT_MOST_MS = 4000;
const NAMED = 5;

type PathCheck = VerifiedPaths['checks'][number];

export interface PathPorts {
  readonly paths: PathProbe;
  readonly clock: Clock;
}

/** By the line of the input: what is wrong with its answer. */
export type RedPaths = ReadonlyMap<string, string>;

/** Asks each path once, as a visitor without a cookie does; redirects are answers. */
export async function redPaths(
  { checks, headers }: VerifiedPaths,
  url: string | undefined,
  { paths }: Pick<PathPorts, 'paths'>,
): Promise<RedPaths> {
  const red = new Map<string, string>();
  if (url === undefined) return red;
  await Promise.all(
    checks.map(async (check) => {
      const fault = await faultOf(check, url, headers, paths);
      if (fault !== undefined) red.set(check.line, fault);
    }),
  );
  return red;
}

/**
 * Asks until all answer as they should, or the time is over: then it throws, and says which were red before this run too,
 * and are no reason to roll back.
 * @param before what was red before anything was changed
 * @param rollback the way back, as a sentence; absent where there is none
 */
export async function verifyPaths(
  wanted: VerifiedPaths,
  url: string | undefined,
  timeoutSeconds: number,
  before: RedPaths,
  rollback: string | undefined,
  ports: PathPorts,
): Promise<string> {
  if (url === undefined) throw noAddress();
  if (timeoutSeconds === 0) return 'not checked';
  const until = ports.clock.now() + timeoutSeconds * 1000;
  for (let poll = 0; ; poll++) {
    const red = await redPaths(wanted, url, ports);
    if (red.size === 0) {
      return `${wanted.checks.length} ${wanted.checks.length === 1 ? 'path answers' : 'paths answer'} as expected`;
    }
    if (ports.clock.now() >= until) throw notAsExpected(red, before, timeoutSeconds, rollback);
    await ports.clock.pause(POLL_MS[poll] ?? POLL_AT_MOST_MS);
  }
}

async function faultOf(
  { path, status, text }: PathCheck,
  url: string,
  headers: VerifiedPaths['headers'],
  paths: PathProbe,
): Promise<string | undefined> {
  try {
    const answer = await paths.look(new URL(path, url).href, headers);
    if (answer.status !== status) return `${path} answered ${answer.status} instead of ${status}`;
    return text === undefined || answer.text.includes(text) ? undefined : `${path} does not hold "${text}"`;
  } catch (thrown) {
    if (thrown instanceof CancelledError) throw thrown;
    return `${path} did not answer (${asError(thrown).message})`;
  }
}

function notAsExpected(red: RedPaths, before: RedPaths, seconds: number, rollback: string | undefined): ActionError {
  const words = [...red].map(([line, fault]) => (before.has(line) ? `${fault}, as before this run` : fault));
  const more = words.length > NAMED ? `; and ${words.length - NAMED} more` : '';
  const isNew = [...red.keys()].some((line) => !before.has(line));
  return new ActionError({
    what: `The paths of "verify-paths" did not all answer as expected within ${seconds} s`,
    found: words.slice(0, NAMED).join('; ') + more,
    wayOut: isNew
      ? `What was deployed is live. ${rollback ?? 'Correct it, or revert the pull request'}`
      : 'What was deployed is live. All of them were red before this run: rolling back would not help. Correct them, or the input',
  });
}

function noAddress(): ActionError {
  return new ActionError({
    what: 'The paths of "verify-paths" have no address to be asked at',
    found: 'no "site-url"',
    wayOut: 'Set "site-url" to the address of the site, or add the stack output that it names',
  });
}
