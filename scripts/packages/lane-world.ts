import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MotoCloud, startMotoCloud } from '../../local/moto/moto-cloud.js';
import { Rehearsal, type RunRequest, STATE_BUCKET } from '../../local/rehearsal.js';
import { cliConfiguration, findProviderMirror } from '../cloud/tools.js';

const ARTIFACTS = 'artifacts';
const REGION = 'us-east-1';

/** The bundle, a repository on the local GitHub, and the emulator as all of AWS, with the real provider. */
export class LaneWorld {
  private constructor(
    readonly rehearsal: Rehearsal,
    readonly moto: MotoCloud,
    /** For what is unpacked and started. */
    readonly scratch: string,
    private readonly configuration: string,
  ) {}

  /** @param terraform the root module, but for its backend */
  static async start(terraform: string): Promise<LaneWorld> {
    const mirror = await findProviderMirror();
    if (mirror === undefined) throw new Error('The AWS provider is in no folder: set TF_PLUGIN_MIRROR');
    const scratch = mkdtempSync(join(tmpdir(), 'test-lane-'));
    const configuration = join(scratch, 'cli.tfrc');
    writeFileSync(configuration, cliConfiguration(mirror));
    const moto = await startMotoCloud();
    const rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform } });
    const world = new LaneWorld(rehearsal, moto, scratch, configuration);
    for (const bucket of [ARTIFACTS, STATE_BUCKET]) await world.aws('PUT', `/${bucket}`);
    return world;
  }

  async stop(): Promise<void> {
    await this.rehearsal.stop();
    await this.moto.stop();
    rmSync(this.scratch, { recursive: true, force: true });
  }

  /** An empty folder in the workspace, which is not committed: what a build would fill. */
  emptyFolder(name: string): string {
    const place = join(this.rehearsal.git.path, name);
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place);
    return place;
  }

  /** A run with these packages (lines of the input), and these variables for Terraform. */
  request(packages: string, variables: Readonly<Record<string, string | undefined>> = {}): RunRequest {
    const given = Object.entries(variables).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${value}`],
    );
    return {
      inputs: {
        'site-directory': '',
        'lambda-packages': packages,
        'artifact-bucket': ARTIFACTS,
        'apply-policy': 'always',
        variables: given.join('\n'),
      },
      environment: { ...this.moto.environment, AWS_REGION: REGION, TF_CLI_CONFIG_FILE: this.configuration },
    };
  }

  /** The archive whose SHA-256 Lambda names as the code of the alias. */
  async deployedArchive(functionName: string, alias: string): Promise<Buffer> {
    const path = `/2015-03-31/functions/${functionName}/configuration?Qualifier=${alias}`;
    const { CodeSha256 } = JSON.parse((await this.aws('GET', path, 'lambda')).toString());
    const listed = (await this.aws('GET', `/${ARTIFACTS}?list-type=2`)).toString();
    for (const [, key = ''] of listed.matchAll(/<Key>([^<]+)<\/Key>/g)) {
      const archive = await this.aws('GET', `/${ARTIFACTS}/${key}`);
      if (createHash('sha256').update(archive).digest('base64') === CodeSha256) return archive;
    }
    throw new Error(`No object of the bucket is what Lambda runs: ${CodeSha256}`);
  }

  async aws(method: string, path: string, service = 's3'): Promise<Buffer> {
    const authorization = `AWS4-HMAC-SHA256 Credential=local/20260101/${REGION}/${service}/aws4_request, Signature=0`;
    const reply = await fetch(`${this.moto.url}${path}`, { method, headers: { authorization } });
    const body = Buffer.from(await reply.arrayBuffer());
    assert.equal(reply.status, 200, `${method} ${path}: ${body}`);
    return body;
  }
}
