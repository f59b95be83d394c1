import { stat } from 'node:fs/promises';
import { ActionError, asError } from '../../../errors.js';
import { showArguments } from '../../../terraform/command/arguments.js';
import { TerraformFailure } from '../../../terraform/command/failure.js';
import { withoutRounding } from '../../../terraform/plan/number-text.js';
import { HeldLog } from '../../runner/held-log.js';
import { type CommandSettings, readCommand } from '../command.js';
import { machineRead } from './machine.js';

/** So many changes are named where the plan's JSON cannot be had. */
const NAMED = 50;

/**
 * Bytes of a saved plan up to which `show` collects its memory less often: a plan of 2,000 policies has 340 kB, and takes
 * 510 MB for it instead of 330. With the AWS provider that is a quarter of the processor's time.
 */
const SMALL = 1024 * 1024;
/** Go's default is 100: a collection whenever the memory has grown by so many percent. */
const GROWTH = '400';

/** A saved plan, and what its making said. */
export interface SavedPlan {
  readonly planFile: string;
  /** `ADDRESS: Plan to create`, of the stream. */
  readonly planned: readonly string[];
  /** Only where the plan changes something, and somebody reads it. */
  readonly withText: boolean;
}

export interface ShownPlan {
  readonly json: unknown;
  /** Empty where there is nothing to show, or where it could not be shown. */
  readonly text: string;
}

/**
 * Reads a saved plan as JSON and as text, both at once: each starts the providers, which takes seconds with a large one.
 * Without its JSON the run stops, since nothing can be decided; without its text only the diff is missing.
 *
 * @param read told of the JSON before anything of the text is printed: an error may quote a secret of it
 */
export async function shownPlan(
  settings: CommandSettings,
  { planFile, planned, withText }: SavedPlan,
  read: (json: unknown) => void,
): Promise<ShownPlan> {
  const held = new HeldLog(settings.log);
  const quick = await collectingLess(settings, planFile);
  const text = withText ? shownText({ ...quick, log: held }, planFile) : Promise.resolve('');
  // It is awaited below; a cancel that ends it before the JSON would end this process with a stack.
  text.catch(() => {});
  try {
    const json = await shownJson(quick, planFile, planned);
    read(json);
    return { json, text: await text };
  } finally {
    await text.catch(() => {});
    held.release();
  }
}

/** What the user says of Go's memory stands. */
async function collectingLess(settings: CommandSettings, planFile: string): Promise<CommandSettings> {
  // A plan that is not there is named by `show`.
  const size = (await stat(planFile).catch(() => undefined))?.size ?? Number.POSITIVE_INFINITY;
  if (size > SMALL) return settings;
  return { ...settings, environment: { GOGC: GROWTH, ...settings.environment } };
}

async function shownJson(settings: CommandSettings, planFile: string, planned: readonly string[]): Promise<unknown> {
  try {
    return shown(settings, await readCommand(settings, showArguments(planFile, 'json')), 'plan');
  } catch (thrown) {
    if (settings.signal.aborted || planned.length === 0) throw thrown;
    const { parts } = thrown instanceof ActionError ? thrown : { parts: { what: asError(thrown).message } };
    const more = planned.length > NAMED ? `; and ${planned.length - NAMED} more` : '';
    const named = `The plan was made: ${planned.slice(0, NAMED).join('; ')}${more}`;
    const found = 'found' in parts && parts.found !== undefined ? `${parts.found}. ${named}` : named;
    if (!(thrown instanceof TerraformFailure)) throw new ActionError({ ...parts, found, cause: thrown });
    throw new TerraformFailure(thrown.kind, { ...parts, found, cause: thrown }, []);
  }
}

/** The text of a saved plan; empty, with a warning, where it could not be made. */
export async function shownText(settings: CommandSettings, planFile: string): Promise<string> {
  try {
    return await readCommand(settings, showArguments(planFile, 'text'));
  } catch (thrown) {
    if (settings.signal.aborted) throw thrown;
    settings.log.warning(`The plan has no diff, because its text could not be made. ${asError(thrown).message}`);
    return '';
  }
}

/** The JSON of `terraform show`. */
export function shown(settings: CommandSettings, text: string, what: 'plan' | 'state'): unknown {
  const found = machineRead(settings, 'show', text, hasFormat);
  if (found !== undefined) return withoutRounding(found);
  throw new ActionError({
    what: `The JSON of the ${what} could not be read`,
    // Never the text itself: it holds sensitive values in clear.
    found: `${text.length} characters that are no JSON`,
    expected: 'the JSON of `terraform show -json`',
    wayOut: 'Look whether the disk of the runner is full, and run the job again',
  });
}

function hasFormat(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'format_version' in value;
}
