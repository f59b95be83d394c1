import type { Config, VerifiedPaths } from './config.js';
import type { InputProblem } from './input.js';
import { versionProblems } from './terraform-version.js';

export const BUCKET_NAME = 'a bucket name (3 to 63 lower-case letters, digits, "." or "-")';

/** What is said of a contradiction as it was typed. */
interface Typed {
  readonly 'terraform-version': string;
  readonly 'site-bucket': string;
  readonly 'verify-paths': VerifiedPaths;
  readonly 'site-config': ReadonlyMap<string, string> | undefined;
}

/** Inputs that are right one by one, and not together. */
export function contradictions(config: Config, inputs: Typed, offline: boolean): InputProblem[] {
  const problems: InputProblem[] = [];
  if (config.infrastructure === undefined && config.site === undefined) {
    problems.push({
      input: 'site-directory',
      found: 'neither "infra-directory" nor "site-directory"',
      expected: 'at least one of the two: there is nothing to deploy',
    });
  }
  problems.push(...versionProblems(inputs['terraform-version'], config.infrastructure?.binary));
  if (config.packages?.bucket === '' && !offline) {
    problems.push({ input: 'artifact-bucket', found: '""', expected: `with "lambda-packages", ${BUCKET_NAME}` });
  }
  if (config.packages !== undefined && config.infrastructure === undefined) {
    problems.push({
      input: 'lambda-packages',
      found: 'packages with an empty "infra-directory"',
      expected: 'a Terraform root module that takes them as the variable "lambda_packages"',
    });
  }
  if (config.site === undefined && inputs['verify-paths'].checks.length > 0) {
    problems.push({
      input: 'verify-paths',
      found: 'paths with an empty "site-directory"',
      expected: 'a front end, whose "site-url" is asked',
    });
  }
  if (config.promoteFrom !== undefined) problems.push(...promotionProblems(config));
  if (inputs['site-config'] !== undefined) problems.push(...configProblems(config));
  if (config.site !== undefined && !offline) {
    const { bucket } = config.site;
    if (bucket.kind === 'literal' && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket.value)) {
      problems.push({
        input: 'site-bucket',
        found: `"${bucket.value}"`,
        expected: `${BUCKET_NAME}, or terraform:NAME for a stack output`,
      });
    }
    if (bucket.kind === 'stack-output' && config.infrastructure === undefined) {
      problems.push({
        input: 'site-bucket',
        found: `"${inputs['site-bucket']}" with an empty "infra-directory", so there are no stack outputs`,
        expected: 'the name of the bucket',
      });
    }
  }
  return problems;
}

/** What "site-config" needs: a site that reads it, a stack that fills it, and a name of its own. */
function configProblems({ site, infrastructure }: Config): InputProblem[] {
  const problem = (found: string, expected: string) => ({ input: 'site-config', found, expected });
  return [
    ...(site === undefined
      ? [problem('names with an empty "site-directory"', 'a front end, which reads config.json')]
      : []),
    ...(infrastructure === undefined
      ? [problem('names with an empty "infra-directory", so there are no stack outputs', 'a Terraform root module')]
      : []),
    ...(site?.releaseFile === 'config.json'
      ? [problem('config.json, which is the "release-file", too', 'another name in "release-file"')]
      : []),
  ];
}

function promotionProblems({ promoteFrom, stage, site }: Config): InputProblem[] {
  const problem = (found: string, expected: string) => ({ input: 'promote-from', found, expected });
  return [
    ...(promoteFrom === stage ? [problem(`"${stage}", which is "stage", too`, 'another stage')] : []),
    ...(site === undefined
      ? [problem('a stage with an empty "site-directory"', 'a front end: releases are recorded beside the site')]
      : []),
  ];
}
