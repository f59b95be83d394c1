import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { type ActionDefinition, readActionDefinition } from './action-definition.js';
import { bringUpToDate, fillRegions, type MarkedRegion } from './marked-region.js';

export const WORKFLOW = '.github/workflows/deploy.yml';
export const MANIFEST = '.github/actions/run/action.yml';
/** A called workflow has no file of its own repository, so its jobs hold this script themselves. */
export const UNPACK = '.github/unpack-build.sh';

/** Inputs that callers of the reusable workflow do not have: each job decides them, or GitHub does. */
export const DECIDED_BY_THE_WORKFLOW: ReadonlySet<string> = new Set([
  'operation',
  'github-token',
  'role-to-assume',
  'webhook',
]);

/** A secret of the workflow, since it is one. */
const WEBHOOK = '$' + '{{ secrets.webhook }}';

/** What a job hands over in another way than `inputs.NAME`; `undefined` leaves the action's default. */
const JOBS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plan: { operation: 'plan', 'role-to-assume': given('plan-role') },
  deploy: { operation: 'deploy', 'role-to-assume': given('deploy-role'), webhook: WEBHOOK },
  // Drift is looked for in the infrastructure alone; it needs the packages, whose keys are part of it.
  drift: {
    operation: 'drift',
    'role-to-assume': given('plan-role'),
    'site-directory': '',
    'verify-paths': '',
    'site-config': '',
    'promote-from': '',
  },
  // Nothing is built for a check: it looks at what a deploy will need, and deploys nothing.
  check: { operation: 'check', 'role-to-assume': given('plan-role'), 'verify-paths': '' },
  // Nothing is built for a rollback: what was live is known by its bytes.
  rollback: { operation: given('operation'), 'role-to-assume': given('deploy-role'), webhook: WEBHOOK },
  // As for a rollback. Which site is locked, its bucket says, and not its files.
  unlock: { operation: 'unlock', 'role-to-assume': given('deploy-role'), 'verify-paths': '' },
  // Nothing is built for a destroy: what the state holds is destroyed, whatever the files would say.
  destroy: {
    operation: 'destroy',
    'role-to-assume': given('destroy-role'),
    'site-directory': '',
    'verify-paths': '',
    'site-config': '',
    'promote-from': '',
    'lambda-packages': '',
    webhook: WEBHOOK,
  },
};

/**
 * The action below the root, which `uses: $/.github/actions/run` can name: the same face, and a `main` that is the
 * root's bundle. So the workflow runs the action of its own commit.
 */
export function manifestOf(actionText: string): string {
  const action: { runs: { main: string; post: string } } & Record<string, unknown> = parse(actionText);
  const up = (path: string) => `../../../${path}`;
  const manifest = { ...action, runs: { ...action.runs, main: up(action.runs.main), post: up(action.runs.post) } };
  return `# Generated from action.yml at the root by \`npm run workflows\`; see docs/decisions/0009-the-workflow-runs-its-own-action.md.\n${yaml(manifest)}`;
}

/** The generated regions of the reusable workflow: its inputs, what each job hands to the action, how it unpacks the build. */
export function workflowRegions(
  action: ActionDefinition,
  unpack = readFileSync(UNPACK, 'utf8'),
): readonly MarkedRegion[] {
  const forwarded = Object.entries(action.inputs).filter(([name]) => !DECIDED_BY_THE_WORKFLOW.has(name));
  const inputs = Object.fromEntries(
    forwarded.map(([name, input]) => [
      name,
      { description: input.description, type: 'string', default: input.default },
    ]),
  );
  const regions = Object.entries(JOBS).map(([job, own]) => {
    const handed = { ...Object.fromEntries(forwarded.map(([name]) => [name, given(name)])), ...own };
    return { name: `with-${job}`, content: indented(yaml(handed), 10) };
  });
  const unpacked = ['plan', 'deploy', 'drift'].map((job) => ({ name: `unpack-${job}`, content: indented(unpack, 10) }));
  return [{ name: 'inputs', content: indented(yaml(inputs), 6) }, ...regions, ...unpacked];
}

function given(input: string): string {
  return `\${{ inputs.${input} }}`;
}

function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}

function indented(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}

/** `node workflow-inputs.js` writes, `--check` fails where a file is not what `action.yml` says. */
function main(): void {
  const check = process.argv.includes('--check');
  const action = readActionDefinition();
  const manifest = manifestOf(readFileSync('action.yml', 'utf8'));
  if (!check && !existsSync(MANIFEST)) writeFileSync(MANIFEST, '');
  const workflow = fillRegions(readFileSync(WORKFLOW, 'utf8'), workflowRegions(action));
  const wrong = [
    [MANIFEST, manifest],
    [WORKFLOW, workflow],
  ].filter(([path, wanted]) => !bringUpToDate(path as string, wanted as string, check));
  for (const [path] of wrong) {
    console.log(check ? `${path} does not agree with action.yml. Run: npm run workflows` : `${path}: written`);
  }
  if (check && wrong.length > 0) process.exitCode = 1;
}

if (process.argv[1] !== undefined && /workflow-inputs\.[jt]s$/.test(process.argv[1])) main();
