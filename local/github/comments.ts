import * as v from 'valibot';
import { type Json, userJson, viaAppJson } from './account-json.js';
import { associationOf } from './association.js';
import { type Call, issueOf, json, numberIn, PAGES, pageOf, type Route, readBody } from './call.js';
import { GitHubError, invalid, notFound } from './github-error.js';
import { may } from './identity.js';
import type { Comment } from './records.js';
import { nodeId, timestamp } from './urls.js';

/** GitHub's limits on what a comment, an issue or a pull request says. */
const LONGEST_BODY = 65_536;
const LARGEST_BODY_BYTES = 262_144;

const BODY = v.object({ body: v.string() });
const COMMENT = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
const COMMENTS = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
const needs = ['issues', 'pull-requests'] as const;

export const COMMENT_ROUTES: readonly Route[] = [
  {
    operation: 'issues/list-comments',
    method: 'GET',
    path: COMMENTS,
    needs,
    access: 'read',
    query: PAGES,
    answer: (call) => pageOf(call, issueOf(call).comments, (comment) => commentJson(call, comment)),
  },
  { operation: 'issues/create-comment', method: 'POST', path: COMMENTS, needs, access: 'write', answer: createComment },
  {
    operation: 'issues/get-comment',
    method: 'GET',
    path: COMMENT,
    needs,
    access: 'read',
    answer: (call) => json(200, commentJson(call, commentOf(call))),
  },
  { operation: 'issues/update-comment', method: 'PATCH', path: COMMENT, needs, access: 'write', answer: updateComment },
];

function createComment(call: Call) {
  const issue = issueOf(call);
  checkUnlocked(call, issue.locked);
  const { body } = readBody(call, 'IssueComment', BODY);
  checkLength('IssueComment', body);
  const comment = call.repository.comment(issue, call.token.identity, body);
  return json(201, commentJson(call, comment));
}

/** Anyone with write access may edit what others wrote: the author stays, so a body alone proves nothing. */
function updateComment(call: Call) {
  const comment = commentOf(call);
  const { body } = readBody(call, 'IssueComment', BODY);
  checkLength('IssueComment', body);
  comment.body = body;
  comment.updatedAt = call.repository.clock.now();
  return json(200, commentJson(call, comment));
}

function commentOf(call: Call): Comment {
  const comment = call.repository.findComment(numberIn(call, 'comment_id'));
  if (comment === undefined) throw notFound();
  return comment;
}

/** In a locked conversation only people with write access may comment. */
function checkUnlocked({ token }: Call, locked: boolean): void {
  if (!locked || (token.identity.kind === 'user' && may(token, 'contents', 'write'))) return;
  throw new GitHubError(403, 'Unable to create comment because issue is locked.');
}

export function checkLength(resource: string, body: string): void {
  if (body === '') throw invalid({ resource, code: 'missing_field', field: 'body' });
  if ([...body].length <= LONGEST_BODY && Buffer.byteLength(body) <= LARGEST_BODY_BYTES) return;
  const message = `Body is too long (maximum is ${LONGEST_BODY} characters)`;
  throw invalid({ resource, code: 'unprocessable', field: 'data', message });
}

function commentJson({ repository, urls }: Call, comment: Comment): Json {
  const issue = repository.issues.get(comment.issue);
  const page = `/${issue?.pull === undefined ? 'issues' : 'pull'}/${comment.issue}`;
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: urls.repo(repository, `/issues/comments/${comment.id}`),
    html_url: urls.web(repository, `${page}#issuecomment-${comment.id}`),
    issue_url: urls.repo(repository, `/issues/${comment.issue}`),
    user: userJson(comment.author, urls),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    body: comment.body,
    author_association: associationOf(repository, comment.author),
    performed_via_github_app: viaAppJson(comment.author, urls),
  };
}
