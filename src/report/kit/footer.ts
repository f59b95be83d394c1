import type { Outcome } from '../../operation/run/outcome.js';
import { repositoryUrl } from './document.js';
import { codeSpan, fence, folded, literal } from './markdown.js';

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
    ...(plan === undefined ? [] : [`fingerprint ${codeSpan(plan.fingerprint)}`]),
  ];
  const line = parts.length === 0 ? '' : `<sub>${parts.join(' · ')}</sub>`;
  const commands = plan?.commands ?? [];
  if (commands.length === 0) return line;
  return `${folded('Make this plan again', fence('sh', literal(redact(commands.join('\n')))))}\n\n${line}`;
}
