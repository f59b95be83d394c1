import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In what a version differs from the Terraform on PATH, as far as this action meets it. */
export interface Imitated {
  readonly program: 'terraform' | 'tofu';
  readonly version: string;
  /** Every command but `apply` and `plan` takes `-var` and `-var-file`, and says so in its help. */
  readonly earlyVariables?: boolean;
  /** `output -json` is followed by the backend's warnings. */
  readonly warnsAfterOutputs?: boolean;
  /** Text before and behind what each command prints for machines: no version does all of it. */
  readonly chatty?: boolean;
}

/**
 * Versions that no test can run for real. What they do differently is read from their change logs and bug reports; all
 * else is the program on PATH.
 */
export const IMITATED: Readonly<Record<string, Imitated>> = {
  'terraform-1.14.0': { program: 'terraform', version: '1.14.0' },
  'terraform-1.15.0': { program: 'terraform', version: '1.15.0', earlyVariables: true, warnsAfterOutputs: true },
  'terraform-1.15.1': { program: 'terraform', version: '1.15.1', earlyVariables: true, warnsAfterOutputs: true },
  'terraform-1.15.2': { program: 'terraform', version: '1.15.2', earlyVariables: true },
  'opentofu-1.8.0': { program: 'tofu', version: '1.8.0', earlyVariables: true },
  'opentofu-1.10.6': { program: 'tofu', version: '1.10.6', earlyVariables: true },
  'terraform-that-talks': { program: 'terraform', version: '1.15.9', earlyVariables: true, chatty: true },
};

const WARNING = [
  '╷',
  '│ Warning: Deprecated Parameter',
  '│ ',
  '│ The parameter "dynamodb_table" is deprecated. Use parameter "use_lockfile"',
  '│ instead.',
  '╵',
];

/**
 * Writes an executable that imitates a version with the real program on PATH, and returns its path. Each command line
 * that it is given is a line of `FOLDER/calls`.
 */
export function imitation(folder: string, name: keyof typeof IMITATED & string): string {
  const of = IMITATED[name];
  if (of === undefined) throw new Error(`no imitation of ${name}`);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, of.program);
  writeFileSync(path, script(name, of, folder));
  chmodSync(path, 0o755);
  return path;
}

function script(name: string, of: Imitated, folder: string): string {
  const warning = `warn() { printf '%s\\n' ${WARNING.map((line) => `'${line}'`).join(' ')}; }`;
  return `#!/bin/sh
# An imitation of ${name}: the terraform on PATH, with what that version is known to do differently.
${warning}
printf '%s\\n' "$*" >> '${join(folder, 'calls')}'
command="$1"
case "$1" in state|workspace) command="$1 $2";; esac
case "$*" in *-help)
  PATH='${process.env.PATH ?? ''}' terraform "$@" 2>/dev/null
  ${of.earlyVariables === true ? `echo "  -var-file=filename      Load variable values from the given file."` : ''}
  exit 0;;
esac
case "$1" in plan|apply|console) exec terraform "$@";; esac
# The real program refuses what this one takes.
count=$#
while [ "$count" -gt 0 ]; do
  given="$1"; shift; count=$((count - 1))
  case "$given" in
    -var) ${of.earlyVariables === true ? 'shift; count=$((count - 1)); continue' : ''};;
    -var-file=*) ${of.earlyVariables === true ? 'continue' : ''};;
  esac
  set -- "$@" "$given"
done
talks=${of.chatty === true ? 1 : 0}
case "$command" in init|fmt|untaint|force-unlock|"workspace new"|"workspace select"|"state push") exec terraform "$@";; esac
case "$command" in show) case "$*" in *-json*) ;; *) exec terraform "$@";; esac;; esac
[ "$talks" = 1 ] && warn
if [ "$command" = version ]; then
  terraform "$@" | sed 's/"terraform_version": "[^"]*"/"terraform_version": "${of.version}"/'
else
  terraform "$@" || exit $?
fi
[ "$talks" = 1 ] && warn
[ "$command" = output ] && ${of.warnsAfterOutputs === true ? 'warn' : 'true'}
exit 0
`;
}
