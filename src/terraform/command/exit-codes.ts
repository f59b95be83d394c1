/** What an exit code means. `signal`: the process was ended by one and has no code. */
export type ExitMeaning = 'success' | 'changes' | 'not-formatted' | 'failure';

/**
 * The commands whose exit codes say more than success and failure:
 * `plan -detailed-exitcode` (https://developer.hashicorp.com/terraform/cli/commands/plan#detailed-exitcode) and
 * `fmt -check` (https://developer.hashicorp.com/terraform/cli/commands/fmt#usage). Every other command: 0, or failure.
 */
const MEANINGS: Readonly<Record<string, ReadonlyMap<number, ExitMeaning>>> = {
  plan: new Map([[2, 'changes']]),
  fmt: new Map([[3, 'not-formatted']]),
};

/** @param code `null` when a signal ended the process */
export function exitMeaning(command: string, code: number | null): ExitMeaning {
  if (code === 0) return 'success';
  if (code === null) return 'failure';
  return MEANINGS[command]?.get(code) ?? 'failure';
}
