import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { terraform } from './terraform.js';

export interface BootstrapOutputs {
  readonly state_bucket: string;
  readonly artifact_bucket: string;
  readonly permissions_boundary: string;
}

/** `infra/bootstrap`, as a person applies it once by hand: docs/aws-setup.md. Its state is a file in its folder. */
export class Bootstrap {
  readonly #variables: readonly string[];

  constructor(
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
    stages: readonly string[],
  ) {
    this.#variables = [
      `-var=stages=${JSON.stringify(stages)}`,
      '-var=repository_id=456789',
      '-var=repository_subjects=["repo:octo/shop","repo:octo@123456/shop@456789"]',
    ];
  }

  async apply(root: string): Promise<BootstrapOutputs> {
    const filter = (path: string) => !path.includes('.terraform/');
    await cp(join(root, 'infra/bootstrap'), this.folder, { recursive: true, filter });
    await terraform(this.folder, this.environment, 'init', '-input=false', '-lockfile=readonly');
    await terraform(this.folder, this.environment, 'apply', '-input=false', '-auto-approve', ...this.#variables);
    const outputs = JSON.parse(await terraform(this.folder, this.environment, 'output', '-json'));
    const read = (name: keyof BootstrapOutputs) =>
      String((outputs as Record<string, { value?: unknown }>)[name]?.value);
    return {
      state_bucket: read('state_bucket'),
      artifact_bucket: read('artifact_bucket'),
      permissions_boundary: read('permissions_boundary'),
    };
  }

  /** Throws when a plan has changes: with `-detailed-exitcode` that is code 2. */
  async requireNoChanges(): Promise<void> {
    await terraform(this.folder, this.environment, 'plan', '-input=false', '-detailed-exitcode', ...this.#variables);
  }
}
