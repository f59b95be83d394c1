import type { Outcome } from '../../operation/run/outcome.js';
import { repositoryUrl } from '../kit/document.js';
import { plainStackName, stackName } from '../kit/headline.js';

/** A search for every open issue about this stack. It names none, so that it needs no request and is never out of date. */
export function openIssuesLink({ identity, runUrl }: Outcome): string {
  const repository = repositoryUrl(runUrl);
  if (repository === undefined) return '';
  const query = `is:issue is:open label:drift,failed-deploy in:title "${plainStackName(identity).replaceAll('"', '')}"`;
  // Half a character cannot be encoded, and a parenthesis would end the link.
  const encoded = encodeURIComponent(Buffer.from(query).toString()).replaceAll('(', '%28').replaceAll(')', '%29');
  return `[All open issues about ${stackName(identity)}](${repository}/issues?q=${encoded})`;
}

/** The issues that this run has kept, and where the others are. */
export function stackIssues(outcome: Outcome): string {
  const { drift, failureIssue } = outcome;
  const links = [
    ...(drift?.issue === undefined ? [] : [`[the drift](${drift.issue.url})`]),
    ...(failureIssue === undefined ? [] : [`[the failed deploy](${failureIssue})`]),
  ];
  const all = openIssuesLink(outcome);
  return links.length === 0 ? all : [`Issues: ${links.join(', ')}`, all].filter((part) => part !== '').join(' · ');
}
