import { element } from './element.js';

interface DeployStep {
  readonly title: string;
  readonly does: string;
  /** What a visitor finds when the deploy dies right after this step. */
  readonly stopped: string;
}

const STEPS: readonly DeployStep[] = [
  {
    title: 'Plan again',
    does: 'Terraform plans on the merge commit, because the world moves between review and merge.',
    stopped: 'Nothing has changed.',
  },
  {
    title: 'Compare with the review',
    does: 'The new plan is compared, change by change, with the one on the pull request. Anything that nobody saw stops the deploy and is listed.',
    stopped: 'Nothing has changed, and the report names each difference.',
  },
  {
    title: 'Apply that very plan',
    does: 'The saved plan file is applied, not a fresh one.',
    stopped: 'The infrastructure is new, the site is the old one. The next run goes on from here.',
  },
  {
    title: 'Upload assets, then other files',
    does: 'New scripts and styles lie beside the old ones, under names that carry their content.',
    stopped: 'Visitors see the old pages, complete. The new files wait unused.',
  },
  {
    title: 'Upload pages, then the release file',
    does: 'Pages go last, when everything that they name is there.',
    stopped: 'Every page that is served names only files that exist.',
  },
  {
    title: 'Invalidate and look',
    does: 'CloudFront forgets exactly what changed, and the site is asked until it serves the new release.',
    stopped: 'The release is live. An invalidation that did not finish is remembered and finished by the next run.',
  },
  {
    title: 'Delete what is old',
    does: 'Files that no release has named for a week go, and only those that this site put there.',
    stopped: 'The release is live. A tab opened yesterday still finds its files.',
  },
];

/** The steps of a deploy in order, each with what is live if it stops there. */
export function howADeployRuns(): HTMLElement {
  return element(
    'section',
    { 'aria-labelledby': 'how-title' },
    element('h3', { id: 'how-title', tabindex: '-1' }, 'Step by step, and what is live if it stops there'),
    element('ol', { class: 'steps' }, ...STEPS.map(step)),
  );
}

function step({ title, does, stopped }: DeployStep): HTMLElement {
  return element(
    'li',
    {},
    element('h4', {}, title),
    element('p', {}, does),
    element('p', { class: 'stopped' }, element('strong', {}, 'Stopped here: '), stopped),
  );
}
