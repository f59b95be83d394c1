import type { StackIdentity } from '../../operation/run/stack-identity.js';

/**
 * The hidden first line by which a stack's plan comment is found again. It is compared as a whole line: stage `a` is
 * never taken for `ab`.
 */
export function commentMarker(identity: StackIdentity): string {
  return marker('plan', identity);
}

/** The same for the comment on the merged pull request, which stands beside the plan's. */
export function deployMarker(identity: StackIdentity): string {
  return marker('deploy', identity);
}

/**
 * What the hidden first line of a stack's drift issue begins with, the space after the last field included: workspace
 * `a` is never taken for `ab`. What was found follows, so that the line alone says whether it is another drift.
 */
export function driftMarkerStart(identity: StackIdentity): string {
  return `${start('drift', identity)} `;
}

/** @param found the drift's fingerprint, 64 hex digits */
export function driftMarker(identity: StackIdentity, found: string): string {
  return `${driftMarkerStart(identity)}found=${found} -->`;
}

/** Of a comment on a drift issue: each run has its own, and one whose answer was lost is not made twice. */
export function driftCommentMarker(identity: StackIdentity, runUrl: string): string {
  return `${start('drift-comment', identity)} run=${encoded(runUrl)} -->`;
}

/** What the hidden first line of a stack's issue about a failure begins with; the story follows. */
export function failureMarkerStart(identity: StackIdentity): string {
  return `${start('failure', identity)} `;
}

/** @param story what failed, as 64 hex digits */
export function failureMarker(identity: StackIdentity, story: string): string {
  return `${failureMarkerStart(identity)}story=${story} -->`;
}

export function failureCommentMarker(identity: StackIdentity, runUrl: string): string {
  return `${start('failure-comment', identity)} run=${encoded(runUrl)} -->`;
}

/** The first version wrote its marks without the state, which two stacks may have shared: whoever finds one takes it. */
export function formerMarker(marker: string): string {
  return marker.replace(/ state=\S+ /, ' ');
}

/** What followed at once in the first version: the beginning alone is that of every other state's issue, too. */
export function formerDriftMarkerStart(identity: StackIdentity): string {
  return `${formerMarker(driftMarkerStart(identity))}found=`;
}

function marker(kind: string, identity: StackIdentity): string {
  return `${start(kind, identity)} -->`;
}

function start(kind: string, identity: StackIdentity): string {
  const { stage, directory, workspace, state } = identity;
  const fields = Object.entries({ stage, directory, workspace, state: state?.digest ?? 'default' }).map(
    ([name, value]) => `${name}=${encoded(value)}`,
  );
  return `<!-- well-managed-deployments ${kind} ${fields.join(' ')}`;
}

/** Percent-encoded, so that no value can end the HTML comment (`--`, `>`) or pass for another field (a space, `=`). */
function encoded(value: string): string {
  return [...Buffer.from(value, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._/]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
