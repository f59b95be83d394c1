/**
 * What the runner gives to actions and not to their children: tokens that may ask for an OIDC identity or write to the
 * cache (`ACTIONS_*`), every input (`INPUT_*`, the token among them), and the command files, through which a program
 * could set variables, outputs and paths of later steps.
 */
const WITHHELD: readonly RegExp[] = [/^ACTIONS_/, /^INPUT_/, /^GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)$/];

/**
 * A guard against accidents and no wall: what runs as this user can read with what the action was started.
 * The environment that Terraform may see: everything (`AWS_*`, `TF_*`, `PATH`, `HOME`, the proxies) but what the runner
 * means for the action alone. `GITHUB_TOKEN` is not among these: the runner never sets it, so a workflow that has it in
 * its `env` wants the children to have it.
 *
 * @param options.passEnvironment names that are given although they are withheld
 */
export function terraformEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  options: { readonly passEnvironment: readonly string[] },
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) continue;
    if (options.passEnvironment.includes(name) || !isWithheld(name)) kept[name] = value;
  }
  return kept;
}

/** Windows does not tell `Path` from `PATH`, so neither is told apart here. */
function isWithheld(name: string): boolean {
  return WITHHELD.some((pattern) => pattern.test(name.toUpperCase()));
}
