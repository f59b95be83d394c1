import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TESTED_VERSIONS } from '../../src/terraform/version/choose-version.js';
import { LocalReleases } from './local-releases.js';

/**
 * A machine without Terraform and without OpenTofu, and a server that has them: the real Terraform of this machine under
 * the version that was tested, and, as no OpenTofu can be had everywhere, an imitation of it that lets Terraform answer.
 */
export class RehearsedReleases {
  private constructor(
    readonly server: LocalReleases,
    /** What the runner's environment needs: no program on PATH, the server as a mirror, its key, a tool cache. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** @param folder for the key and the tool cache */
  static async start(folder: string): Promise<RehearsedReleases> {
    const server = await LocalReleases.start();
    const terraform = realpathSync(execFileSync('which', ['terraform'], { encoding: 'utf8' }).trim());
    await server.release('terraform', TESTED_VERSIONS.terraform, readFileSync(terraform));
    const imitation = Buffer.from(`#!/bin/sh\n# An imitation of OpenTofu, for tests.\nexec '${terraform}' "$@"\n`);
    await server.release('tofu', TESTED_VERSIONS.tofu, imitation);
    mkdirSync(folder, { recursive: true });
    const key = join(folder, 'releases.asc');
    writeFileSync(key, server.key.armoredPublicKey);
    return new RehearsedReleases(server, {
      PATH: pathWithout(['terraform', 'tofu']),
      RUNNER_TOOL_CACHE: join(folder, 'tools'),
      TFENV_REMOTE: server.url,
      TFENV_HASHICORP_PGP_KEY: key,
      TOFUENV_REMOTE: server.url,
      TOFUENV_OPENTOFU_PGP_KEY: key,
    });
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }
}

function pathWithout(programs: readonly string[]): string {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !programs.some((program) => existsSync(join(folder, program))))
    .join(delimiter);
}
