import { hostname, userInfo } from 'node:os';

/**
 * How Terraform names whoever takes a lock here: `runner@host`. Where the user has no entry in the system's list, as in
 * some containers, it takes `USER`, or nothing.
 */
export function lockUser(environment: NodeJS.ProcessEnv = process.env): string {
  return `${userName() ?? environment.USER ?? ''}@${hostname()}`;
}

function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
