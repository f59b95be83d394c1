import { ActionError, asError } from '../../errors.js';
import type { SitePorts } from '../../ports/site.js';
import { releaseNamedIn } from '../../site/release.js';
import type { SiteRequest } from './request.js';

const POLL_MS = [250, 500, 1000, 2000];
const POLL_AT_MOST_MS = 4000;

/**
 * Asks for the release file as a visitor does until it names this release. No cache is gone around: neither a query nor
 * a request header is added, because what has to be shown is what visitors get.
 * @returns whether it was checked at all
 */
export async function verifySite(
  request: SiteRequest,
  release: string,
  { probe, clock }: Pick<SitePorts, 'probe' | 'clock'>,
): Promise<boolean> {
  const { url, releaseFile, verifyTimeoutSeconds } = request;
  if (url === undefined || releaseFile === '' || verifyTimeoutSeconds === 0) return false;
  const address = `${url.replace(/\/+$/, '')}/${releaseFile.split('/').map(encodeURIComponent).join('/')}`;
  const until = clock.now() + verifyTimeoutSeconds * 1000;
  for (let poll = 0; ; poll++) {
    const seen = await lookAt(address, probe);
    if (seen.release === release) return true;
    if (clock.now() >= until) throw notServed(address, release, seen.words, request);
    await clock.pause(POLL_MS[poll] ?? POLL_AT_MOST_MS);
  }
}

async function lookAt(
  address: string,
  probe: SitePorts['probe'],
): Promise<{ readonly release?: string | undefined; readonly words: string }> {
  try {
    const { status, text, beginning } = await probe.get(address);
    const release = status === 200 ? releaseNamedIn(text) : undefined;
    if (release !== undefined) return { release, words: `the release ${release}` };
    return { words: `status ${status} and ${text === '' ? 'no content' : JSON.stringify(beginning)}` };
  } catch (thrown) {
    return { words: `no answer (${asError(thrown).message})` };
  }
}

function notServed(address: string, release: string, found: string, request: SiteRequest): ActionError {
  const { verifyTimeoutSeconds, invalidation, distributions } = request;
  const likely =
    distributions.length === 0 || invalidation === 'none'
      ? 'No invalidation was made: look at the inputs "invalidation" and "distribution-id"'
      : 'Look whether "site-url" is the address of this bucket and prefix';
  return new ActionError({
    what: `The site did not serve the new release within ${verifyTimeoutSeconds} s`,
    found: `${found} at ${address}`,
    expected: `the release ${release}`,
    wayOut: `The files are uploaded. ${likely}; then run the deploy again`,
  });
}
