import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionResult } from '../../local/runner.js';
import { ReviewedProject, succeeded } from '../cloud/reviewed-project.js';

export interface RepairedRun {
  readonly name: string;
  readonly seconds: number;
}

export interface Repaired {
  readonly runs: readonly RepairedRun[];
  /** Of the step's own process, in the run that took most. Terraform's is not in it. */
  readonly megabytes: number;
}

const PER_FILE = 100;

/**
 * Pull requests with so many resources in all are planned, approved and merged, by the bundle and a real Terraform. Their
 * deploy stops at a program that fails, with half of them made; run again, without another approval, it makes the rest.
 */
export async function repaired(resources: number, pulls: number): Promise<Repaired> {
  const folder = await mkdtemp(join(tmpdir(), 'large-'));
  const peaks = join(folder, 'peaks');
  const watch = join(folder, 'watch.mjs');
  await writeFile(peaks, '');
  await writeFile(
    watch,
    `import { appendFileSync } from 'node:fs';
process.on('exit', () => appendFileSync(${JSON.stringify(peaks)}, process.resourceUsage().maxRSS + '\\n'));
`,
  );
  const project = await ReviewedProject.start({ environment: { NODE_OPTIONS: `--import=file://${watch}` }, files: {} });
  const runs: RepairedRun[] = [];
  const noted = (name: string, result: ActionResult): ActionResult => {
    runs.push({ name, seconds: result.milliseconds / 1000 });
    return result;
  };
  try {
    const capacity = join(folder, 'capacity');
    const files = stack(resources, capacity);
    const names = Object.keys(files);
    const share = Math.ceil(names.length / pulls);
    const opened = [];
    for (let pull = 0; pull < pulls; pull++) {
      const own = names.slice(pull * share, (pull + 1) * share).map((name) => [name, files[name] ?? ''] as const);
      opened.push(await project.reviewed(Object.fromEntries(own)));
    }
    for (const pull of opened) await project.merged(pull);
    const stopped = noted('the deploy that stops', await project.deployed());
    assert.ok(stopped.exitCode === 1 && stopped.outputs['apply-result'] !== undefined, stopped.log.slice(-4000));
    assert.ok(stopped.log.includes('exit status 1'), stopped.log.slice(-4000));
    await writeFile(capacity, '');
    const finished = noted('the second run', succeeded(await project.deployed()));
    const made = Number(finished.outputs.add);
    assert.ok(made >= resources / 4 && made < resources, `the second run made ${made} of ${resources}`);
    const last = noted('a third one', succeeded(await project.deployed()));
    assert.equal(last.outputs['plan-class'], 'none');
    const kilobytes = (await readFile(peaks, 'utf8')).trim().split('\n').map(Number);
    return { runs, megabytes: Math.max(...kilobytes) / 1000 };
  } finally {
    await project.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Half of the files wait for a program. Each value is made of an id that is not known before its apply. */
function stack(resources: number, capacity: string): Readonly<Record<string, string>> {
  const files = Math.ceil(resources / PER_FILE);
  return Object.fromEntries(
    Array.from({ length: files }, (_, file) => {
      const gated = file >= files / 2;
      const gate = `resource "terraform_data" "gate" {\n  input = "gate"\n  provisioner "local-exec" {\n    command = "test -e ${capacity}"\n  }\n}\n`;
      const base = `resource "terraform_data" "base_${file}" {\n  input = "base ${file}"${gated ? '\n  depends_on = [terraform_data.gate]' : ''}\n}\n`;
      const others = Array.from(
        { length: PER_FILE - 1 },
        (_, index) =>
          `resource "terraform_data" "one_${file}_${index}" {\n  input = { name = "one ${index}", base = terraform_data.base_${file}.id }\n}\n`,
      );
      return [
        `infra/large_${String(file).padStart(3, '0')}.tf`,
        [...(file === Math.ceil(files / 2) ? [gate] : []), base, ...others].join(''),
      ];
    }),
  );
}
