import { type Finding, unseen } from '../config/finding.js';
import type { Workflow } from './workflow.js';

const DEPLOYS: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /\baws s3 sync\b/, name: '"aws s3 sync"' },
  { pattern: /\b(?:terraform|tofu)(?: -\S+)* (?:apply|destroy)\b/, name: '"terraform apply"' },
  { pattern: /uses:\s*["']?dflook\/(?:terraform|tofu)-(?:apply|destroy)/, name: 'an apply of dflook' },
  { pattern: /uses:\s*["']?op5dev\/tf-via-pr@/i, name: 'TF-via-PR' },
];

/** Other workflows that change what this action may deploy; what they change cannot be told from their text. */
export function otherDeploys(workflows: readonly Workflow[]): readonly Finding[] {
  return workflows.flatMap(({ file, text }) => {
    const lines = text.replace(/^\s*#.*$/gm, '');
    const found = DEPLOYS.filter(({ pattern }) => pattern.test(lines)).map(({ name }) => name);
    if (found.length === 0) return [];
    const todo = "if it does, remove it: two that deploy the same undo each other's changes";
    return [unseen(`${file}: whether ${found.join(' and ')} changes the same site or stack`, todo)];
  });
}
