import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '../../errors.js';
import { stateKeeper } from '../../terraform/hcl/state-keeper.js';

/**
 * Refuses what runs plans elsewhere. HCP Terraform and the `remote` backend save no plan file that could be compared with
 * the reviewed one and applied, and take neither `-reconfigure` nor a lock of ours.
 *
 * @param directory absolute path of the root module
 */
export async function requireOwnState(directory: string): Promise<void> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => /\.(tf|tofu)(\.json)?$/.test(name)).sort();
  const read = async (name: string) => ({ name, text: await readFile(join(directory, name), 'utf8').catch(() => '') });
  const keeper = stateKeeper(await Promise.all(names.map(read)));
  if (keeper?.type !== 'cloud' && keeper?.type !== 'remote') return;
  throw new ActionError({
    what: 'The state is kept by HCP Terraform or Terraform Enterprise, which this action does not work with',
    found: `${keeper.type === 'cloud' ? 'a `cloud` block' : 'the backend "remote"'} in ${keeper.file}`,
    expected: 'a backend whose plans are made and applied by this step, such as "s3"',
    wayOut:
      'Move the state with `terraform init -migrate-state` to a backend such as "s3", or deploy with HCP Terraform’s own runs',
  });
}
