import { REPOSITORY_ID } from './policy-documents.js';
import type { Call } from './policy-evaluator.js';

const ISSUER = 'token.actions.githubusercontent.com';

/** What a job's token says, as GitHub issues it. */
export interface Token {
  readonly job: string;
  readonly sub: string;
  readonly ref: string;
  readonly repositoryId: string;
  readonly audience: string;
  /** The roles that it may take. */
  readonly takes: readonly string[];
}

/** Both forms in which GitHub issues a subject: by name, and with the ids that never change. */
const FORMS = ['repo:octo/shop', 'repo:octo@123456/shop@456789'] as const;

function token(
  job: string,
  rest: string,
  ref: string,
  takes: readonly string[],
  { repositoryId = REPOSITORY_ID, audience = 'sts.amazonaws.com', forms = FORMS as readonly string[] } = {},
): Token[] {
  return forms.map((form) => ({ job, sub: `${form}:${rest}`, ref, repositoryId, audience, takes }));
}

const MAIN = 'refs/heads/main';

/** Tokens of jobs in the guide's repository with the stages dev and prod, and of others that look like them. */
export function tokens(): Token[] {
  return [
    ...token('a pull request', 'pull_request', 'refs/pull/7/merge', ['plan']),
    ...token('a schedule on the default branch', `ref:${MAIN}`, MAIN, ['plan']),
    ...token(
      'the merge queue',
      'ref:refs/heads/gh-readonly-queue/main/pr-7-abc',
      'refs/heads/gh-readonly-queue/main/pr-7-abc',
      ['plan'],
    ),
    ...token('a manual plan on a branch', 'ref:refs/heads/feature/x', 'refs/heads/feature/x', ['plan']),
    ...token('a tag', 'ref:refs/tags/v1', 'refs/tags/v1', []),
    ...token('a deploy of dev', 'environment:dev', MAIN, ['deploy-dev']),
    ...token('a deploy of prod', 'environment:prod', MAIN, ['deploy-prod']),
    ...token('a destroy of dev', 'environment:dev-destroy', MAIN, ['destroy-dev']),
    ...token('a destroy of prod', 'environment:prod-destroy', MAIN, ['destroy-prod']),
    ...token('an environment on another branch', 'environment:prod', 'refs/heads/feature', []),
    ...token('an environment in a pull request', 'environment:dev', 'refs/pull/7/merge', []),
    ...token('a destroy on another branch', 'environment:dev-destroy', 'refs/heads/main2', []),
    ...token('another environment', 'environment:staging', MAIN, []),
    ...token('an environment that begins like one', 'environment:dev2', MAIN, []),
    ...token('an environment in other letters', 'environment:Dev', MAIN, []),
    ...token('an environment called pull_request', 'environment:pull_request', MAIN, []),
    ...token('an environment called like a branch', 'environment:ref:refs/heads/main', MAIN, []),
    ...token('another repository under the old name', 'pull_request', MAIN, [], { repositoryId: '999' }),
    ...token('another repository under the old name, deploying', 'environment:dev', MAIN, [], { repositoryId: '999' }),
    ...token('another audience', 'pull_request', MAIN, [], { audience: 'https://github.com/octo' }),
    ...token('another audience, deploying', 'environment:dev', MAIN, [], { audience: 'https://github.com/octo' }),
    ...token('a repository that begins like it', 'pull_request', MAIN, [], {
      forms: ['repo:octo/shop2', 'repo:octo/shop:x'],
    }),
    ...token('another owner', 'environment:prod', MAIN, [], { forms: ['repo:0cto/shop', 'repo:octo@1/shop@456789'] }),
  ];
}

/** The question that the trust of a role answers. */
export function assumption({ sub, ref, repositoryId, audience }: Token, role: string): Call {
  return {
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: `arn:aws:iam::123456789012:role/well-managed/well-managed-${role}`,
    context: {
      [`${ISSUER}:aud`]: audience,
      [`${ISSUER}:sub`]: sub,
      [`${ISSUER}:ref`]: ref,
      [`${ISSUER}:repository_id`]: repositoryId,
    },
  };
}
