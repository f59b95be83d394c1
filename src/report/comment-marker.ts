import type { StackIdentity } from '../operation/stack-identity.js';

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

function marker(kind: string, { stage, directory, workspace }: StackIdentity): string {
  const fields = Object.entries({ stage, directory, workspace }).map(([name, value]) => `${name}=${encoded(value)}`);
  return `<!-- well-managed-deployments ${kind} ${fields.join(' ')} -->`;
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
