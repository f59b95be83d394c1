import type { Outcome } from '../../operation/run/outcome.js';
import { repositoryUrl } from './document.js';
import { codeSpan, fence, folded, literal } from './markdown.js';

/** Enough to tell two plans apart; an approval needs the whole. */
const SHORT = 12;

/** Which commit, which run, which fingerprint: what a later deploy is compared with. */
export function foot({ commit, runUrl, plan }: Outcome, redact: (text: string) => string): string {
  const repository = repositoryUrl(runUrl);
  const short = codeSpan(commit.slice(0, 7));
  const parts = [
    ...(commit === ''
      ? []
      : [`commit ${repository === undefined ? short : `[${short}](${repository}/commit/${commit})`}`]),
    ...(/^https?:\/\/[^\s()<>]+$/.test(runUrl) ? [`[run](${runUrl})`] : []),
    ...(plan?.terraform === undefined ? [] : [`Terraform ${codeSpan(plan.terraform)}`]),
    ...(plan === undefined ? [] : [`fingerprint ${codeSpan(plan.fingerprint.slice(0, SHORT))}`]),
  ];
  const line = parts.length === 0 ? '' : `<sub>${parts.join(' · ')}</sub>`;
  if (plan === undefined) return line;
  const commands = plan.commands ?? [];
  const again = commands.length === 0 ? [] : [fence('sh', literal(redact(commands.join('\n'))))];
  const title = again.length === 0 ? 'The whole fingerprint' : 'The whole fingerprint, and how to make this plan again';
  return `${folded(title, [codeSpan(plan.fingerprint), ...again].join('\n\n'))}\n\n${line}`;
}
