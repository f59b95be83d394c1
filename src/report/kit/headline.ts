import type { StackIdentity } from '../../operation/run/stack-identity.js';
import type { ChangeSet, PlanClass } from '../../terraform/plan/change-set.js';
import { countsPhrase } from '../../terraform/plan/counts-phrase.js';
import { codeSpan } from './markdown.js';

/** The name of a state that does not go without saying: `dev/terraform.tfstate` is what everyone expects of `dev`. */
function stateNames(stage: string, state: StackIdentity['state']): readonly string[] {
  const { name } = state ?? {};
  if (name === undefined) return [];
  const usual = new Set([...words(stage), 'terraform', 'tfstate', 'state', 'default']);
  return words(name).every((word) => usual.has(word)) ? [] : [name];
}

function words(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** A stage and, where they are not what everyone has, its folder, workspace and state. */
export function stackName(
  { stage, directory, workspace, state }: StackIdentity,
  as: (name: string) => string = codeSpan,
): string {
  const details = [
    ...(directory === '' || directory === 'infra' ? [] : [`in ${as(directory)}`]),
    ...(workspace === 'default' ? [] : [`workspace ${as(workspace)}`]),
    ...stateNames(stage, state).map((name) => `state ${as(name)}`),
  ];
  return details.length === 0 ? as(stage) : `${as(stage)} (${details.join(', ')})`;
}

/** The same for a title, which is no Markdown. */
export function plainStackName(identity: StackIdentity): string {
  return stackName(identity, (name) => name);
}

const CLASS_WORDS: Readonly<Record<PlanClass, string>> = {
  none: 'Plan',
  'state-only': 'State-only plan',
  'outputs-only': 'Outputs-only plan',
  code: 'Code-only plan',
  change: 'Plan',
  destructive: 'Destructive plan',
};

/** Class, stage and counts in one line. Never from the plan's text, which can be made to say anything. */
export function planHeadline(identity: StackIdentity, changes: ChangeSet): string {
  return `### ${CLASS_WORDS[changes.class]} for ${stackName(identity)}: ${countsPhrase(changes)}`;
}

/** What the class means for the reviewer, where the counts do not say it. */
export function classSentence({ class: planClass, counts }: ChangeSet): string {
  switch (planClass) {
    case 'none':
      return 'The infrastructure matches the configuration.';
    case 'state-only':
      return 'Only Terraform’s state changes: nothing is created, changed or destroyed.';
    case 'outputs-only':
      return counts.move + counts.import + counts.forget > 0
        ? 'Only output values and Terraform’s state change: nothing is created, changed or destroyed.'
        : 'Only output values change: nothing is created, changed or destroyed.';
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
