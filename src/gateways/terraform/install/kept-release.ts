import { asError } from '../../../errors.js';
import type { Log } from '../../../ports/run.js';

/** Not the programs' own names: what is kept are the signed files, and other actions keep the bare program. */
const TOOL = { terraform: 'terraform-release', tofu: 'opentofu-release' } as const;

/** Where the runner keeps tools between jobs; a runner of GitHub's own starts with what its image brings. */
export interface KeptReleases {
  /** The folder with a release's files, or nothing. */
  find(version: string): Promise<string | undefined>;
  /** Keeps a folder's files for later jobs. What goes wrong is said, and costs this run nothing. */
  keep(folder: string, version: string): Promise<string | undefined>;
}

export function keptReleases(
  program: keyof typeof TOOL,
  environment: Readonly<Record<string, string | undefined>>,
  log: Log,
): KeptReleases {
  const none = { find: async () => undefined, keep: async () => undefined };
  // Outside a runner there is no such place, and the library throws without it.
  if (!environment.RUNNER_TOOL_CACHE || !environment.RUNNER_TEMP) return none;
  return {
    async find(version) {
      const { find } = await import('@actions/tool-cache');
      return find(TOOL[program], version) || undefined;
    },
    async keep(folder, version) {
      try {
        const { cacheDir } = await import('@actions/tool-cache');
        return await cacheDir(folder, TOOL[program], version);
      } catch (thrown) {
        log.info(`Not kept for later jobs: ${asError(thrown).message}`);
        return undefined;
      }
    },
  };
}
