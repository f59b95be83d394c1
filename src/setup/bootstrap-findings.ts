import { posix } from 'node:path';
import { type Finding, unseen, wrong } from '../config/finding.js';
import { nonBlankLines } from '../config/input.js';
import { type Bootstrap, bootstrapBeside } from './bootstrap.js';
import type { Repository } from './repository.js';
import { givenText, isExpression, type Use } from './workflow.js';

/** The variables in which the set-up keeps the roles that the bootstrap makes. Of roles with other names nothing is known. */
const ITS_ROLES = /\bvars\.(PLAN_ROLE|DEPLOY_ROLE_\w+|DESTROY_ROLE_\w+)\b/;

/** Whether the roles were made for what the workflows deploy. */
export function bootstrapFindings(uses: readonly Use[], repository: Repository): readonly Finding[] {
  const stages = new Set(uses.map(stageOf));
  const ofFolders = new Map<string, Finding>();
  const found = uses.flatMap((use) => {
    const roles = ['role-to-assume', 'plan-role', 'deploy-role', 'destroy-role'];
    if (!roles.some((name) => ITS_ROLES.test(givenText(use.given, name, '')))) return [];
    const directory = givenText(use.given, 'infra-directory', 'infra').trim();
    const beside = directory === '' || isExpression(directory) ? '' : posix.normalize(directory);
    const bootstrap = bootstrapBeside(beside, repository);
    if (bootstrap === undefined) return [];
    const { folder } = bootstrap;
    if (bootstrap.stages === undefined) {
      ofFolders.set(
        folder,
        unseen(`for which stages ${folder} has made roles: its terraform.tfvars does not say`, APPLY),
      );
      return [];
    }
    const branch = branchFinding(bootstrap, repository);
    if (branch !== undefined) ofFolders.set(folder, branch);
    return ofStage(use, bootstrap, bootstrap.stages, stages);
  });
  return [...found, ...ofFolders.values()];
}

const APPLY = 'if it was not applied yet, follow docs/aws-setup.md; else look at "terraform output deploy_roles" there';

function stageOf({ given }: Use): string {
  return givenText(given, 'stage', 'dev');
}

function ofStage(
  use: Use,
  bootstrap: Bootstrap,
  known: readonly string[],
  deployed: ReadonlySet<string>,
): readonly Finding[] {
  const stage = stageOf(use);
  if (isExpression(stage)) return [];
  const { where } = use;
  const file = `${bootstrap.folder}/terraform.tfvars`;
  if (!known.includes(stage)) {
    const list = [...known, stage].map((one) => `"${one}"`).join(', ');
    const todo = `write "stage: ${known[0]}", or stages = [${list}] into ${file}, apply it and set the variables of its roles`;
    return [
      wrong(`${where}: "stage" is ${stage}, and ${bootstrap.folder} has roles for ${known.join(', ')} only`, todo),
    ];
  }
  return [...ofKey(use, stage, known, deployed), ...ofPromotion(use, stage, known, bootstrap, file)];
}

/** The roles of a stage reach its own folder of the state bucket. Two stages with one key are found together. */
function ofKey(
  { where, given }: Use,
  stage: string,
  known: readonly string[],
  deployed: ReadonlySet<string>,
): readonly Finding[] {
  const line = nonBlankLines(givenText(given, 'backend-config', '')).find((one) => /^key\s*=/.test(one)) ?? '';
  const key = line.slice(line.indexOf('=') + 1).trim();
  const folders = posix.dirname(key).split('/');
  const other = known.find((one) => one !== stage && folders.includes(one));
  if (isExpression(key) || other === undefined || folders.includes(stage) || deployed.has(other)) return [];
  return [
    wrong(
      `${where}: "stage" is ${stage}, and its state is ${key}, which only the roles of ${other} reach`,
      `write: key=${folders.map((one) => (one === other ? stage : one)).join('/')}/${posix.basename(key)}`,
    ),
  ];
}

function ofPromotion(
  { where, given }: Use,
  stage: string,
  known: readonly string[],
  { folder, gives }: Bootstrap,
  file: string,
): readonly Finding[] {
  const from = givenText(given, 'promote-from', '').trim();
  if (!known.includes(from) || gives('promotes')) return [];
  return [
    wrong(
      `${where}: "promote-from" is ${from}, and ${folder} lets no role read what another stage serves`,
      `write promotes = { ${stage} = "${from}" } into ${file}, and apply it`,
    ),
  ];
}

function branchFinding(bootstrap: Bootstrap, { defaultBranch }: Repository): Finding | undefined {
  const trusted = bootstrap.text('default_branch');
  if (defaultBranch === undefined || trusted === undefined || trusted === defaultBranch) return undefined;
  return wrong(
    `the default branch is ${defaultBranch}, and the deploy roles of ${bootstrap.folder} trust ${trusted} only`,
    `write default_branch = "${defaultBranch}" into ${bootstrap.folder}/terraform.tfvars, apply it, and allow that branch in the environments`,
  );
}
