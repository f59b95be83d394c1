import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Rehearsal, STATE_BUCKET } from '../../local/rehearsal.js';

/** Each creation is written down outside of the state: a line `NAME ID`. */
const MADE = 'made';

/** One whose successor is made before it is destroyed, and one whose successor is made afterwards. */
export function replacedResources(version: string): Record<string, string> {
  const text = (name: string, order: string) => `
resource "terraform_data" "${name}" {
  triggers_replace = ["${version}"]
${order}  provisioner "local-exec" {
    command = "echo ${name} \${self.id} >> ../../${MADE}; test ! -e ../../slow || sleep $(cat ../../slow)"
  }
}
`;
  const first = '  lifecycle {\n    create_before_destroy = true\n  }\n';
  return { 'infra/replaced.tf': text('created_first', first) + text('destroyed_first', '') };
}

/** Ids of what was made and was never in any state. */
export function unknownToState(rehearsal: Rehearsal): readonly string[] {
  return lostIn(rehearsal).map(idIn);
}

/** Deletes what was made of these resources and was never in any state, as a person does in AWS. @returns whether there was any */
export function deleted(rehearsal: Rehearsal, names: readonly string[]): boolean {
  const lost = lostIn(rehearsal).filter((line) => names.some((name) => line.startsWith(`${name} `)));
  if (lost.length === 0) return false;
  const kept = madeIn(rehearsal).filter((line) => !lost.includes(line));
  writeFileSync(join(rehearsal.folder, MADE), kept.map((line) => `${line}\n`).join(''));
  return true;
}

function lostIn(rehearsal: Rehearsal): readonly string[] {
  const states = rehearsal.cloud.s3.store
    .bucket(STATE_BUCKET)
    .versionsOf('dev.tfstate')
    .map((version) => (version.deleteMarker ? '' : version.body.toString()));
  return madeIn(rehearsal).filter((line) => !states.some((state) => state.includes(idIn(line))));
}

function madeIn({ folder }: Rehearsal): readonly string[] {
  const file = join(folder, MADE);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines.filter((line) => line !== '');
}

const idIn = (line: string) => line.split(' ')[1] ?? '';
