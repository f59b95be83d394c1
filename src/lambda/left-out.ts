/** Never part of a package, at any depth, as they are never part of a site: what a checkout and a Mac leave behind. */
const NEVER = new Set(['.git', '.DS_Store']);

/** What installers note for themselves below a `node_modules`, with times in it. No code reads it. */
const INSTALLER_STATE =
  /(?:^|\/)node_modules\/(?:\.modules\.yaml|\.pnpm-workspace-state[^/]*\.json|\.yarn-integrity|\.yarn-state\.yml|\.cache\/.*)$/;

/** Of the repository and not of the function. Below the root it may be data. */
const README_AT_ROOT = /^readme(?:\.(?:md|markdown|rst|txt|adoc))?$/i;

const BYTECODE = /(?:^|\/)__pycache__\/[^/]+\.pyc$/;
const FLAGS_AT = 4;

/** `.git` (a folder, or the file of a worktree) or `.DS_Store`, or what lies below. */
export function isNeverPacked(path: string): boolean {
  return path.split('/').some((segment) => NEVER.has(segment));
}

/** Left out by its name alone, without being read. @param path relative to the package's root, with `/` */
export function isLeftOut(path: string): boolean {
  return isNeverPacked(path) || INSTALLER_STATE.test(path) || README_AT_ROOT.test(path);
}

/**
 * Bytecode that holds the time of its source (PEP 552: no flag is set). A package has constant times, so that Python would
 * find it stale and compile again: it is of no use, and differs with each install. What is checked by a hash is kept.
 */
export function isStaleBytecode(path: string, content: Uint8Array): boolean {
  return BYTECODE.test(path) && content.length > FLAGS_AT && content[FLAGS_AT] === 0;
}

/** Whether `isStaleBytecode` has to see the content. */
export function isBytecode(path: string): boolean {
  return BYTECODE.test(path);
}
