import type { FileContents } from '../../src/terraform/configuration/configuration.js';
import { planSources } from '../../src/terraform/configuration/plan-sources.js';
import { readPlan } from '../../src/terraform/plan/read-plan.js';
import { disagreements } from '../../src/terraform/reviewed/both-ways.js';
import type { Digesting } from '../../src/terraform/reviewed/changed-attributes.js';
import { type Planned, plannedChanges, reviewedChanges } from '../../src/terraform/reviewed/planned-changes.js';
import type { ReviewedChanges } from '../../src/terraform/reviewed/reviewed-change.js';
import type { Judge } from './history.js';
import type { Tree, World } from './language.js';
import { planJson } from './plan-json.js';
import { type Layout, render } from './render.js';

const NO_FILES: FileContents = { digestOf: () => undefined, isInside: () => false, textOf: () => undefined };

const DIGESTING: Digesting = {
  tokenize: (text) => text,
  keyed: (text) => `keyed ${text}`,
  substitute: (_path, value) => value,
  ignoreUnknown: () => false,
};

/** The product's own comparison. */
export const PRODUCT: Judge<ReviewedChanges> = {
  record: reviewedChanges,
  refusal(planned, counting) {
    const changes = plannedChanges(planned);
    // A deploy that stopped half-way leaves nothing tainted here.
    const [first] = disagreements({ keyed: changes, plain: changes }, counting, { unfinishedDeploy: false });
    return first === undefined ? undefined : `${first.kind}: ${first.action} ${first.address}`;
  },
};

/** What the action sees of a tree and a world: a plan, and slices by its sources. */
let runs = 0;

export function planned(tree: Tree, world: World, layout: Layout): Planned {
  const plan = readPlan(planJson(tree, world, `token-of-run-${++runs}`));
  const files = Object.entries(render(tree, layout));
  const moduleAt = (path: readonly string[], folder: string) => ({
    path,
    directory: `infra${folder === '' ? '' : `/${folder}`}`,
    files: files
      .filter(([name]) => name.slice(0, Math.max(0, name.indexOf('/'))) === folder)
      .map(([name, text]) => ({ path: `infra/${name}`, text })),
  });
  const calls = Object.entries(tree).flatMap(([name, item]) =>
    item.kind === 'call' ? [moduleAt([name], item.module)] : [],
  );
  const read = {
    modules: [moduleAt([], ''), ...calls],
    files: NO_FILES,
    root: 'infra',
    sourceFiles: () => [],
    initialised: undefined,
  };
  const words = {
    text: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    keyed: (text: string) => `keyed ${text}`,
  };
  return {
    plan,
    slices: planSources(plan, read, { words, volatile: new Set(volatileIn(tree)) }).slices,
    digesting: DIGESTING,
  };
}

function volatileIn(tree: Tree): readonly string[] {
  return Object.entries(tree).flatMap(([name, item]) =>
    item.kind === 'variable' && item.volatile === true ? [name] : [],
  );
}
