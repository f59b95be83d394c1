import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The page about errors, as this version of the action has it, and where GitHub shows it. */
export interface HelpPage {
  readonly markdown: string;
  /** Absent where nothing says which repository the action is of. */
  readonly address?: string | undefined;
}

const PAGE = 'docs/troubleshooting.md';

/** The runner has the whole repository of an action, so the page lies beside the bundle. */
export function helpPage(bundle: string, environment: Readonly<Record<string, string | undefined>>): HelpPage {
  const markdown = pageText(join(dirname(bundle), '..', PAGE));
  const { GITHUB_SERVER_URL: server = 'https://github.com' } = environment;
  const of = downloaded(bundle) ?? named(environment);
  return { markdown, address: of === undefined ? undefined : `${server}/${of.repository}/blob/${of.ref}/${PAGE}` };
}

/** Without it the link leads to the page, and not to a heading. */
function pageText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

interface ActionPlace {
  readonly repository: string;
  readonly ref: string;
}

/** Where the runner puts an action: `.../_actions/OWNER/REPO/REF/`, also one that a reusable workflow brings along. */
function downloaded(bundle: string): ActionPlace | undefined {
  const [, repository, ref] = /\/_actions\/([\w.-]+\/[\w.-]+)\/([\w./-]+)\/dist\/[\w.]+$/.exec(bundle) ?? [];
  return repository === undefined || ref === undefined ? undefined : { repository, ref };
}

function named({
  GITHUB_ACTION_REPOSITORY: repository = '',
  GITHUB_ACTION_REF: ref = '',
}: Readonly<Record<string, string | undefined>>): ActionPlace | undefined {
  return /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[\w./-]+$/.test(ref) ? { repository, ref } : undefined;
}
