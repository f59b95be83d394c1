import { type Finding, unseen, wrong } from '../config/finding.js';
import { asError } from '../errors.js';
import { bootstrapFindings } from './bootstrap-findings.js';
import { branchFindings } from './branches.js';
import { builtSiteFindings } from './built-site.js';
import { commandFindings } from './commands.js';
import { environmentFindings } from './environments.js';
import { givenFindings } from './given-values.js';
import { otherDeploys } from './other-deploys.js';
import { permissionFindings } from './permissions.js';
import type { Repository } from './repository.js';
import { stackFindings } from './stack-findings.js';
import { readWorkflow, type Use, usesIn, type Workflow } from './workflow.js';

/** What the files of a repository show of its set-up, by the checks of a run. */
export function setUpFindings(repository: Repository): readonly Finding[] {
  const unreadable: Finding[] = [];
  const workflows = repository.workflows.flatMap((file) => {
    try {
      return [readWorkflow(file)];
    } catch (thrown) {
      const line = asError(thrown).message.split('\n')[0];
      unreadable.push(wrong(`${file.name} is no YAML: ${line}`, 'correct the line'));
      return [];
    }
  });
  const used = workflows
    .map((workflow) => ({ workflow, uses: usesIn(workflow) }))
    .filter(({ uses }) => uses.length > 0);
  if (used.length === 0) return unreadable.length > 0 ? unreadable : [withoutWorkflow(repository)];
  const uses = used.flatMap((one) => one.uses);
  return [
    ...unreadable,
    ...used.flatMap(({ workflow, uses }) => ofWorkflow(workflow, uses, repository)),
    ...stackFindings(used, repository),
    ...bootstrapFindings(uses, repository),
    ...otherDeploys(workflows.filter((one) => used.every(({ workflow }) => workflow !== one))),
    ...variables(uses),
  ];
}

function ofWorkflow(workflow: Workflow, uses: readonly Use[], repository: Repository): readonly Finding[] {
  return [
    ...uses.flatMap((use) => [
      ...givenFindings(use, repository.published, repository.kind),
      ...builtSiteFindings(use, workflow, repository.kind),
      ...commandFindings(use, workflow, repository),
    ]),
    ...permissionFindings(workflow, uses),
    ...environmentFindings(uses, workflow),
    ...branchFindings(workflow, repository.defaultBranch),
  ];
}

function withoutWorkflow({ names }: Repository): Finding {
  const hasTerraform = ['.', 'infra', 'terraform'].some((folder) =>
    names(folder).some((name) => /\.(tf|tofu)$/.test(name)),
  );
  return wrong(
    'no workflow uses this action',
    hasTerraform
      ? "copy the README's lines to .github/workflows/deploy.yml"
      : "copy examples/site-only.yml to .github/workflows for a site alone, or, with Terraform, the README's lines and infra/",
  );
}

/** One line for all of them: one command lists them. */
function variables(uses: readonly Use[]): readonly Finding[] {
  const texts = uses.map(({ given, job }) => JSON.stringify([given, job.environment ?? '']));
  const names = new Set(texts.flatMap((text) => [...text.matchAll(/\bvars\.(\w+)/g)].map(([, name = '']) => name)));
  if (names.size === 0) return [];
  return [
    unseen(`the variables of the repository: ${[...names].sort().join(', ')}`, 'compare with "gh variable list"'),
  ];
}
