import type { StackIdentity } from '../operation/stack-identity.js';
import type { ChangeSet } from '../terraform/change-set.js';
import { codeSpan } from './markdown.js';
import { countsPhrase } from './words.js';

/** A stage and, where they are not what everyone has, its folder and workspace. */
export function stackName({ stage, directory, workspace }: StackIdentity): string {
  const details = [
    ...(directory === '' || directory === 'infra' ? [] : [`in ${codeSpan(directory)}`]),
    ...(workspace === 'default' ? [] : [`workspace ${codeSpan(workspace)}`]),
  ];
  return [codeSpan(stage), ...(details.length === 0 ? [] : [`(${details.join(', ')})`])].join(' ');
}

/** The plan in one line. Never from the plan's text, which can be made to say anything. */
export function planHeadline(identity: StackIdentity, changes: ChangeSet): string {
  return `### Plan for ${stackName(identity)}: ${countsPhrase(changes)}`;
}

/** What the class means for the reviewer, where the counts do not say it. */
export function classSentence(changes: ChangeSet): string {
  switch (changes.class) {
    case 'none':
      return 'The infrastructure matches the configuration.';
    case 'state-only':
      return 'Only Terraform’s state changes: nothing is created, changed or destroyed.';
    case 'outputs-only':
      return 'Only output values change: nothing is created, changed or destroyed.';
    case 'code':
      return 'Only code is deployed: no setting of the infrastructure changes.';
    default:
      return '';
  }
}

/** The plan in one line without Markdown, as the title of a check run. */
export function planTitle(changes: ChangeSet): string {
  const phrase = countsPhrase(changes);
  return `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}`;
}
