import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cliConfiguration, findProviderMirror } from '../../scripts/cloud/tools.js';
import { drawn } from '../drawn.js';

const folder = mkdtempSync(join(tmpdir(), 'infra-'));
const mirror = await findProviderMirror();
const installed = spawnSync('terraform', ['version']).status === 0;
if (!installed) console.warn('NOT RUN: terraform fmt, validate and test of infra/. They need terraform on PATH.');
else if (mirror === undefined) {
  console.warn('NOT RUN: terraform validate and test of infra/. They need the AWS provider: TF_PLUGIN_MIRROR=FOLDER.');
}
const withTerraform = installed ? test : test.skip;
const withProvider = installed && mirror !== undefined ? test : test.skip;

function terraform(directory: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('terraform', args, {
    cwd: join(folder, directory),
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      TF_CLI_CONFIG_FILE: join(folder, 'cli.tfrc'),
      CHECKPOINT_DISABLE: '1',
    },
  });
  return { status, printed: `${stdout}${stderr}` };
}

beforeAll(() => {
  cpSync('infra', join(folder, 'infra'), { recursive: true, filter: (path) => !path.includes('.terraform/') });
  writeFileSync(join(folder, 'cli.tfrc'), mirror === undefined ? '' : cliConfiguration(mirror));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('infra/', () => {
  withTerraform('is formatted', () => {
    expect(terraform('infra', 'fmt', '-check', '-diff', '-recursive')).toEqual({ status: 0, printed: '' });
  });

  const promises = [
    { directory: 'infra', files: 3 },
    { directory: 'infra/bootstrap', files: 1 },
  ];
  const kept = drawn(promises, 2);

  withProvider.each(promises)('$directory is valid, and keeps its promises where they are drawn', (drawnFrom) => {
    const { directory, files } = drawnFrom;
    const init = terraform(directory, 'init', '-backend=false', '-input=false', '-lockfile=readonly', '-no-color');
    expect(init.printed).toContain('Terraform has been successfully initialized!');
    expect(JSON.parse(terraform(directory, 'validate', '-json').printed)).toMatchObject({
      valid: true,
      diagnostics: [],
    });
    // The provider starts for each of their runs: twenty seconds of the processor for each folder.
    if (!kept.includes(drawnFrom)) return;
    const tested = terraform(directory, 'test', '-no-color');
    expect([tested.status, tested.printed]).toEqual([0, expect.stringMatching(/Success! \d+ passed, 0 failed\./)]);
    expect(tested.printed.match(/\.tftest\.hcl\.\.\. pass/g)).toHaveLength(files);
  });
});
