import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What can happen to one command of Terraform, as lines of `sh` that may end it. `REAL` is the program on PATH. */
export const TERRAFORM_FAULTS = {
  'the registry does not answer': `echo 'Error: Failed to query available provider packages
Could not retrieve the list of available versions: net/http: request canceled (Client.Timeout exceeded)' >&2; exit 1`,
  'killed at once': 'kill -9 $$',
  'killed after the work': 'REAL "$@"; kill -9 $$',
  'exit 1 after the work': 'REAL "$@"; exit 1',
  'unknown format version': `REAL "$@" | sed 's/"format_version":"[^"]*"/"format_version":"99.0"/'; exit 0`,
  'answer cut short': 'REAL "$@" | head -c 40; exit 0',
} as const;

/** A Terraform that counts its commands, and in whose nth command something happens. */
export class FaultyTerraform {
  private constructor(private readonly folder: string) {}

  static in(world: string): FaultyTerraform {
    const folder = join(world, 'faulty');
    mkdirSync(folder, { recursive: true });
    const real = execFileSync('sh', ['-c', 'command -v terraform'], { encoding: 'utf8' }).trim();
    const cases = Object.entries(TERRAFORM_FAULTS).map(
      ([kind, lines]) => `    '${kind}') ${lines.replaceAll('REAL', `'${real}'`)} ;;`,
    );
    const script = `#!/bin/sh
read n < '${folder}/calls'
n=$((n + 1))
echo $n > '${folder}/calls'
read at kind < '${folder}/fault'
if [ "$n" = "$at" ]; then
  case "$kind" in
${cases.join('\n')}
  esac
fi
exec '${real}' "$@"
`;
    writeFileSync(join(folder, 'terraform'), script, { mode: 0o755 });
    const terraform = new FaultyTerraform(folder);
    terraform.strike(0, 'none');
    return terraform;
  }

  environment(): Record<string, string> {
    return { PATH: `${this.folder}:${process.env.PATH ?? ''}` };
  }

  strike(command: number, kind: string): void {
    writeFileSync(join(this.folder, 'calls'), '0\n');
    writeFileSync(join(this.folder, 'fault'), `${command} ${kind}\n`);
  }

  /** Commands since the last strike. */
  get commands(): number {
    return Number(readFileSync(join(this.folder, 'calls'), 'utf8'));
  }
}

/** A file beside the checkout that changes what the sample's resources do. */
export function switched(world: string, name: 'slow' | 'fail', content: string | undefined): void {
  const file = join(world, name);
  if (content !== undefined) writeFileSync(file, content);
  else if (existsSync(file)) rmSync(file);
}
