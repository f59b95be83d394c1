import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';
import { typed } from '../../local/empty-checkout.js';
import { type MotoCloud, startMotoCloud } from '../../local/moto/moto-cloud.js';
import { findMotoServer } from '../../local/moto/moto-server.js';
import { temporaryFolder } from './folder.js';
import { filled } from './printed-lines.js';

const installed = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0;
if (!installed) console.warn('NOT RUN: the printed lines of aws. They need the AWS CLI on PATH.');
const withAws = installed ? test : test.skip;
const moto = (await findMotoServer()) !== undefined;
if (installed && !moto) {
  console.warn(
    "NOT RUN: the printed lines of aws that the local S3 does not serve. They need: pip install 'moto[server]'",
  );
}
const withMoto = installed && moto ? test : test.skip;

const folder = temporaryFolder('aws-lines-');
let cloud: LocalCloud;
let server: MotoCloud | undefined;

beforeAll(async () => {
  cloud = await startCloud();
  if (installed && moto) server = await startMotoCloud();
});
afterAll(async () => {
  await Promise.all([cloud.stop(), server?.stop()]);
});

/** With nothing of this machine's own settings. */
async function run(line: string, endpoint: Readonly<Record<string, string>>) {
  return await typed(line, folder.path, {
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_ACCESS_KEY_ID: 'AKIALOCALCLOUD',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
    NO_PROXY: '127.0.0.1',
    ...endpoint,
  });
}

async function well(line: string, endpoint: Readonly<Record<string, string>>): Promise<string> {
  const { exitCode, said } = await run(line, endpoint);
  expect([exitCode, exitCode === 0 ? '' : said]).toEqual([0, '']);
  return said;
}

const atLocal = () => ({ AWS_ENDPOINT_URL_S3: cloud.s3.url });
const atMoto = () => ({ AWS_ENDPOINT_URL: server?.url ?? '' });

withAws('a lock of a site is removed, also below a prefix that a shell would split', async () => {
  cloud.s3.store.createBucket('locked-site');
  const bucket = cloud.s3.store.bucket('locked-site');
  for (const [key, word] of [
    ['.well-managed/lock.json', 's3://locked-site/.well-managed/lock.json'],
    ['two words/lock.json', "'s3://locked-site/two words/lock.json'"],
  ] as const) {
    bucket.put(key, '{}');
    await well(filled('aws s3 rm …', word), atLocal());
    expect(bucket.current(key)).toBeUndefined();
  }
});

withAws('versions are switched on', async () => {
  cloud.s3.store.createBucket('old-site');
  await well(
    filled('aws s3api put-bucket-versioning --bucket … --versioning-configuration Status=Enabled', 'old-site'),
    atLocal(),
  );
  const said = await well('aws s3api get-bucket-versioning --bucket old-site', atLocal());
  expect(JSON.parse(said)).toMatchObject({ Status: 'Enabled' });
});

withAws('an empty bucket is removed', async () => {
  cloud.s3.store.createBucket('empty-site');
  await well('aws s3 rb s3://BUCKET'.replace('BUCKET', 'empty-site'), atLocal());
  expect((await run('aws s3api head-bucket --bucket empty-site', atLocal())).exitCode).not.toBe(0);
});

withMoto('a version that is archived is asked back', async () => {
  await well(
    'aws s3api create-bucket --bucket archive && aws s3api put-bucket-versioning --bucket archive --versioning-configuration Status=Enabled',
    atMoto(),
  );
  const stored = await well('aws s3api put-object --bucket archive --key index.html --storage-class GLACIER', atMoto());
  const version = (JSON.parse(stored) as { readonly VersionId: string }).VersionId;
  const place = `--bucket archive --key index.html --version-id ${version}`;
  await well(filled('aws s3api restore-object … --restore-request …', place, 'Days=7'), atMoto());
  expect(await well(`aws s3api head-object ${place}`, atMoto())).toContain('"Restore": "ongoing-request=');
});

withMoto('a stage is deployed', async () => {
  const api = await well('aws apigatewayv2 create-api --name shop --protocol-type HTTP', atMoto());
  const id = (JSON.parse(api) as { readonly ApiId: string }).ApiId;
  await well(`aws apigatewayv2 create-stage --api-id ${id} --stage-name live`, atMoto());
  const line = filled('aws apigatewayv2 create-deployment --api-id … --stage-name …', id, 'live');
  expect(await well(line, atMoto())).toContain('"DeploymentId"');
});
