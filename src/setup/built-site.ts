import { posix } from 'node:path';
import type { PathKind } from '../config/check-paths.js';
import { type Finding, unseen, wrong } from '../config/finding.js';
import { givenText, isExpression, type Job, neededJobs, type Step, type Use, type Workflow } from './workflow.js';

/** Operations that need nothing built. */
const WITHOUT_BUILD = ['rollback', 'rollback-site', 'destroy', 'drift', 'check', 'unlock'];
/** Steps that leave no site behind. */
const MAKES_NOTHING = /^actions\/(checkout|setup-[\w-]+|upload-artifact)@|^aws-actions\/configure-aws-credentials@/;

/** Whether what the action uploads is there when it starts: committed, built by a step, or downloaded. */
export function builtSiteFindings(use: Use, { jobs }: Workflow, kind: PathKind): readonly Finding[] {
  const { where, given, job } = use;
  const downloads = use.earlier.filter(({ uses = '' }) => uses.startsWith('actions/download-artifact@'));
  return [...downloads.flatMap((step) => notWaitedFor(where, step, job, jobs)), ...ofDirectory(use, kind)].filter(
    () => !WITHOUT_BUILD.includes(givenText(given, 'operation', 'auto')),
  );
}

function ofDirectory(use: Use, kind: PathKind): readonly Finding[] {
  const { where, given, earlier } = use;
  const directory = plain(givenText(given, 'site-directory', ''));
  if (directory === '' || isExpression(directory) || givenText(given, 'promote-from', '') !== '') return [];
  if (kind(directory) === 'directory') return [];
  if (use.kind === 'call') return ofCall(use, directory);
  if (earlier.some((step) => mayMake(step, directory))) {
    // A download says where it goes, a build does not.
    const isBuilt = earlier.some(({ run }) => run !== undefined);
    return isBuilt ? [unseen(`${where}: whether its steps build ${directory}`, 'build it here once, and look')] : [];
  }
  const places = earlier.filter(({ uses = '' }) => uses.startsWith('actions/download-artifact@')).map(placeOf);
  const found = places.length === 0 ? '' : `; what is downloaded goes to ${places.join(', ')}`;
  const todo = `build it or download it in a step before the action, or correct "site-directory"`;
  return [wrong(`${where}: no step makes the site-directory "${directory}"${found}`, todo)];
}

function ofCall({ where, given }: Use, directory: string): readonly Finding[] {
  const commands = ['site-command', 'api-command'].map((name) => givenText(given, name, '').trim());
  if (commands.every((command) => command === '')) {
    const todo = 'name the command that builds it in "site-command", or commit the folder';
    return [wrong(`${where}: nothing builds the site-directory "${directory}"`, todo)];
  }
  return [
    unseen(
      `${where}: whether "${commands.find((one) => one !== '')}" leaves ${directory}`,
      'build it here once, and look',
    ),
  ];
}

/** Of a command, and of an action that is not known here, anything may come. */
function mayMake(step: Step, directory: string): boolean {
  const { uses = '' } = step;
  if (step.run !== undefined) return true;
  if (uses.startsWith('actions/cache@')) return givenText(step.with ?? {}, 'path', '').includes(directory);
  if (!uses.startsWith('actions/download-artifact@')) return !MAKES_NOTHING.test(uses);
  const place = placeOf(step);
  if (isExpression(place)) return true;
  return place === '.' || `${directory}/`.startsWith(`${place}/`) || `${place}/`.startsWith(`${directory}/`);
}

function placeOf({ with: given = {} }: Step): string {
  return plain(givenText(given, 'path', '.')) || '.';
}

function plain(path: string): string {
  const trimmed = path.trim();
  return trimmed === '' || isExpression(trimmed) ? trimmed : posix.normalize(trimmed).replace(/\/$/, '');
}

/** A download beside the upload that it is meant for, and not behind it. */
function notWaitedFor(where: string, step: Step, job: Job, jobs: readonly Job[]): readonly Finding[] {
  const { with: given = {} } = step;
  const name = givenText(given, 'name', '');
  if (name === '' || isExpression(name) || 'run-id' in given) return [];
  const uploaders = jobs.filter(({ steps }) =>
    steps.some(
      ({ uses = '', with: upload = {} }) =>
        uses.startsWith('actions/upload-artifact@') && givenText(upload, 'name', 'artifact') === name,
    ),
  );
  const needed = [job, ...neededJobs(job, jobs)];
  const [uploader] = uploaders;
  if (uploader === undefined || uploaders.some((one) => needed.includes(one))) return [];
  return [
    wrong(
      `${where}: it downloads "${name}" without waiting for the job that uploads it`,
      `add "needs: ${uploader.name}"`,
    ),
  ];
}
