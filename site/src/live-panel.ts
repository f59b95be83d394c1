import { API_RELEASE, ask, SITE_ROOT } from './address.js';
import { element, required } from './element.js';
import { type ApiAnswer, type ApiRelease, type ReleaseAnswer, readApi, readRelease, shortCommit } from './release.js';

const RELEASE_FILE = new URL('release.json', SITE_ROOT);

/** What this tab found when it was opened; a later answer that differs means that a deploy went by. */
let opened: string | undefined;

/** Asks for the release of both lanes and shows the answers. Never throws: each silence has a sentence of its own. */
export async function showLive(): Promise<void> {
  const [front, back] = await Promise.all([ask(RELEASE_FILE), ask(API_RELEASE)]);
  const release = readRelease(front);
  showFront(release);
  showBack(readApi(back));
  if (release.kind === 'live') opened = release.release.release;
}

/** A tab that comes back to the front looks whether it is still the newest. It goes on working either way. */
export async function lookForNewer(): Promise<void> {
  const answer = readRelease(await ask(RELEASE_FILE));
  if (opened === undefined || answer.kind !== 'live' || answer.release.release === opened) return;
  const reload = element('button', { type: 'button', class: 'button quiet' }, 'Reload');
  reload.addEventListener('click', () => location.reload());
  required('newer').replaceChildren(
    element('p', {}, `Release ${answer.release.release} is live. This tab shows ${opened} and keeps working.`),
    reload,
  );
}

function showFront(answer: ReleaseAnswer): void {
  const panel = required('front-release');
  if (answer.kind === 'live') {
    show(panel, 'good', ...releaseLines(answer.release));
    required('stage').textContent = answer.release.stage === '' ? 'live' : answer.release.stage;
    return;
  }
  show(
    panel,
    'none',
    answer.kind === 'absent'
      ? element('p', {}, 'No release file here: this page was not deployed by the action.')
      : element('p', {}, 'The release file could not be reached.'),
  );
}

function showBack(answer: ApiAnswer): void {
  const [state, ...lines] = backLines(answer);
  show(required('back-release'), state, ...lines);
}

function backLines(answer: ApiAnswer): ['good' | 'none' | 'bad', ...HTMLElement[]] {
  switch (answer.kind) {
    case 'answered':
      return ['good', ...releaseLines(answer.release)];
    case 'absent':
      return [
        'none',
        element('p', {}, 'No API is deployed at this address.'),
        element('p', { class: 'detail' }, `/api/release answered ${answer.status}, and not as an API does.`),
      ];
    case 'failed':
      return ['bad', element('p', {}, `The API is there but fails: it answered ${answer.status}.`)];
    case 'unreachable':
      return ['bad', element('p', {}, 'The API could not be reached.')];
  }
}

function show(panel: HTMLElement, state: 'good' | 'none' | 'bad', ...lines: readonly HTMLElement[]): void {
  panel.dataset.state = state;
  panel.replaceChildren(...lines);
}

function releaseLines({ release, version, commit, stage }: ApiRelease): HTMLElement[] {
  const name = release ?? (version === undefined ? 'It answers, but names no release' : `version ${version}`);
  const about = commit ? `commit ${shortCommit(commit)}` : stage ? `stage ${stage}` : undefined;
  return [
    element('p', { class: 'release' }, name),
    ...(about === undefined ? [] : [element('p', { class: 'detail' }, about)]),
  ];
}
