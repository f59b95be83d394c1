import type { Outcome } from '../../operation/run/outcome.js';
import { repositoryUrl } from './document.js';
import { codeSpan } from './markdown.js';

/** Which commit, which run, which fingerprint: what a later deploy is compared with. */
export function foot({ commit, runUrl, plan }: Outcome): string {
  const repository = repositoryUrl(runUrl);
  const short = codeSpan(commit.slice(0, 7));
  const parts = [
    ...(commit === ''
      ? []
      : [`commit ${repository === undefined ? short : `[${short}](${repository}/commit/${commit})`}`]),
    ...(/^https?:\/\/[^\s()<>]+$/.test(runUrl) ? [`[run](${runUrl})`] : []),
    ...(plan === undefined ? [] : [`fingerprint ${codeSpan(plan.fingerprint)}`]),
  ];
  return parts.length === 0 ? '' : `<sub>${parts.join(' · ')}</sub>`;
}
