import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isolatedAction, runAction } from '../../local/runner.js';
import { PeakMemory } from './peak-memory.js';
import type { Started } from './site-server.js';

/** Seconds from the start to the exit, when it began, in milliseconds since 1970, and the peak resident set in MiB. */
export interface Timed {
  readonly seconds: number;
  readonly beganAt: number;
  readonly memory: number | undefined;
}

export interface Tool {
  readonly name: string;
  /**
   * Makes the bucket what the folder is. Throws when the tool fails.
   * @param profiles where this action leaves V8's profile of the step
   */
  sync(folder: string, bucket: string, profiles?: string): Promise<Timed>;
}

export const OURS = 'this action';

/** This action first: the whole step as a runner starts it, with everything that it asks of GitHub and the edge. */
export async function siteTools(scratch: string, started: Started): Promise<readonly Tool[]> {
  const action = await isolatedAction(process.cwd(), join(scratch, 'action'));
  const peak = new PeakMemory(scratch);
  const measuring = peak.optionsOfNode();
  let runs = 0;
  const ours: Tool = {
    name: OURS,
    sync: async (folder, bucket, profiles) => {
      const profiling = profiles === undefined ? '' : `--cpu-prof --cpu-prof-dir=${profiles}`;
      const beganAt = Date.now();
      const { exitCode, log, milliseconds } = await runAction({
        action,
        workspace: join(folder, '..'),
        scratch: join(scratch, 'steps'),
        event: { name: 'push', payload: { repository: { id: started.repository.id, default_branch: 'main' } } },
        inputs: {
          'infra-directory': '',
          'site-directory': folder.slice(folder.lastIndexOf('/') + 1),
          'site-bucket': bucket,
          'distribution-id': `E${bucket}`,
          'apply-policy': 'always',
          'max-deletes': '100000',
        },
        token: started.token,
        repository: started.repository.fullName,
        sha: started.sha,
        ref: `refs/heads/${started.repository.defaultBranch}`,
        runId: String(++runs),
        environment: { ...started.environment, NODE_NO_WARNINGS: '1', NODE_OPTIONS: `${measuring} ${profiling}` },
      });
      if (exitCode !== 0) throw new Error(`The deploy ended with ${exitCode}:\n${log}`);
      return { seconds: milliseconds / 1000, beganAt, memory: peak.taken() };
    },
  };
  return [ours, ...peers(started.environment, peak)];
}

/** Those that people use today, tuned; those that are not installed are left out, and said so. */
function peers(environment: Readonly<Record<string, string>>, peak: PeakMemory): readonly Tool[] {
  const url = environment.AWS_ENDPOINT_URL_S3 ?? '';
  const commands: Readonly<Record<string, (folder: string, bucket: string) => readonly string[]>> = {
    rclone: (folder, bucket) => [
      ...['rclone', 'sync', folder, `:s3,provider=Other,env_auth=true,endpoint="${url}":${bucket}`],
      ...['--config', '/dev/null', '--checksum', '--fast-list', '--transfers', '64', '--checkers', '64'],
      // The bucket is there, as it is for the others.
      ...['--s3-no-head', '--s3-no-check-bucket'],
    ],
    s5cmd: (folder, bucket) => [
      ...['s5cmd', '--endpoint-url', url, '--log', 'error', '--numworkers', '256'],
      ...['sync', '--delete', `${folder}/`, `s3://${bucket}/`],
    ],
    aws: (folder, bucket) => [
      ...['aws', 's3', 'sync', folder, `s3://${bucket}`, '--delete', '--only-show-errors', '--endpoint-url', url],
    ],
  };
  return Object.entries(commands)
    .filter(([name]) => isInstalled(name))
    .map(([name, command]) => ({
      name,
      sync: async (folder: string, bucket: string) => {
        const beganAt = Date.now();
        await run(peak.around(command(folder, bucket)), environment);
        return { seconds: (Date.now() - beganAt) / 1000, beganAt, memory: peak.taken() };
      },
    }));
}

function isInstalled(program: string): boolean {
  const parameters = program === 's5cmd' ? ['version'] : ['--version'];
  if (spawnSync(program, parameters, { stdio: 'ignore' }).status === 0) return true;
  console.log(`${program} is not installed: its column is left out.`);
  return false;
}

async function run([program = '', ...parameters]: readonly string[], environment: Readonly<Record<string, string>>) {
  // A bundle of certificates is of no use on loopback, and one of the tools does not start with it.
  const { AWS_CA_BUNDLE: _bundle, ...withoutBundle } = process.env;
  const child = spawn(program, parameters, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...withoutBundle, ...environment, AWS_EC2_METADATA_DISABLED: 'true' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
}
