import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exampleRuns } from '../../scripts/iam/example-runs.js';
import { ACCOUNT, bootstrapPolicies } from '../../scripts/iam/policy-documents.js';
import { isAllowed, type PolicyDocument } from '../../scripts/iam/policy-evaluator.js';

// docs/site-alone.md gives somebody without Terraform what infra/bootstrap makes. Its commands are run, with programs that
// stand for AWS and GitHub, and what they would create is compared with the bootstrap's own documents.
const PAGE = readFileSync('docs/site-alone.md', 'utf8');
const SITE = { bucket: 'existing-site', distributions: ['E2QWRUHAPOMQZL'] };
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const { roles } = bootstrapPolicies({
  stack: false,
  stages: ['prod'],
  existing_sites: { prod: { ...SITE, kms_key_arn: KEY } },
});
/** Of Terraform alone: states, and packages of functions. */
const TERRAFORM = new Set(['FindObjects', 'ReadState', 'ReadPackages', 'WriteState', 'ReleaseLock', 'StorePackages']);
const KEYS = new Set(['ReadEncrypted', 'WriteEncrypted']);

const AWS = `#!/bin/sh
case "$1 $2" in
  "sts get-caller-identity") echo ${ACCOUNT} ;;
  "iam create-open-id-connect-provider") echo EntityAlreadyExists >&2; exit 254 ;;
  "iam create-role") printf '%s' "$6" > "$MADE/$4-trust.json" ;;
  "iam put-role-policy") printf '%s' "$8" > "$MADE/$4.json" ;;
  "s3api put-bucket-lifecycle-configuration") cat "$(echo "$6" | sed s,file://,,)" > "$MADE/lifecycle" ;;
  "s3api "*) ;;
  *) exit 9 ;;
esac
`;
// The program's own \`--jq\` is jq: the names are what GitHub's answer makes of it.
const GH = `#!/bin/sh
if [ "$2" = --method ]; then
  echo "$3 $4" >> "$MADE/environments"
elif [ "$1" = api ]; then
  echo 's/REPO_ID/456789/g;s/OWNER_ID/123456/g;s/OWNER/octo/g;s/REPO/shop/g'
  printf '%s %s' "$2" "$4" > "$MADE/asked"
else
  shift 2
  echo "$*" >> "$MADE/variables"
fi
`;

const block = (language: string, words: string) =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))]
    .map(([, text = '']) => text)
    .find((text) => text.includes(words)) ?? '';
const sids = ({ Statement }: PolicyDocument) => Statement.map(({ Sid }) => Sid ?? '').sort();
const bySid = (document: PolicyDocument, keep: (sid: string) => boolean) =>
  Object.fromEntries(Object.entries(statements(document)).filter(([sid]) => keep(sid)));
const statements = ({ Statement }: PolicyDocument) => Object.fromEntries(Statement.map((each) => [each.Sid, each]));

let made: string;
const document = (name: string): PolicyDocument => JSON.parse(readFileSync(join(made, name), 'utf8'));

beforeAll(() => {
  made = mkdtempSync(join(tmpdir(), 'site-alone-'));
  mkdirSync(join(made, 'bin'));
  for (const [name, text] of Object.entries({ aws: AWS, gh: GH })) {
    writeFileSync(join(made, 'bin', name), text);
    chmodSync(join(made, 'bin', name), 0o755);
  }
  const blocks = [...PAGE.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  expect(blocks.length).toBe(6);
  const script = blocks.join('\n').replace('ME/SHOP', 'octo/shop').replace('bucket=my-site', `bucket=${SITE.bucket}`);
  const env = { PATH: `${made}/bin:${process.env.PATH}`, MADE: made };
  const run = spawnSync('sh', ['-eu', '-c', script], { env, encoding: 'utf8' });
  expect([run.status, run.stderr.trim()]).toEqual([0, 'EntityAlreadyExists']);
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

describe.each([
  ['plan', 'plan'],
  ['deploy', 'deploy-prod'],
])('the role of a %s', (own, name) => {
  const theirs = roles[name] ?? { trust: { Version: '', Statement: [] }, policies: [] };
  const whole = { Version: '2012-10-17', Statement: theirs.policies.flatMap(({ Statement }) => Statement) };

  test('is trusted as that of the bootstrap', () => {
    expect(document(`my-site-${own}-trust.json`)).toEqual(theirs.trust);
  });

  test('may do what that of the bootstrap may do to a site', () => {
    const site = bySid(whole, (sid) => !TERRAFORM.has(sid) && !KEYS.has(sid));
    expect(Object.keys(site).length).toBeGreaterThan(4);
    expect(statements(document(`my-site-${own}.json`))).toEqual(site);
    expect(sids(whole)).toEqual(
      expect.arrayContaining([...TERRAFORM].filter((sid) => !/Write|Release|Store/.test(sid))),
    );
  });

  test('with the key, may do what site-only.yml asks for', () => {
    const calls = exampleRuns().find(({ example }) => example === 'site-only.yml')?.calls ?? {};
    const asked = calls[name === 'plan' ? 'plan' : 'deploy-prod'] ?? [];
    const keyed: PolicyDocument['Statement'] = JSON.parse(block('json', 'WriteEncrypted').replaceAll('KEY_ARN', KEY));
    const policies = { identity: [document(`my-site-${own}.json`), { Version: '2012-10-17', Statement: keyed }] };
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((each) => !isAllowed(each, policies))).toEqual([]);
  });
});

test('a repository that GitHub does not know stops it before anything is made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'site-alone-'));
  try {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'aws'), AWS, { mode: 0o755 });
    writeFileSync(join(folder, 'bin', 'gh'), '#!/bin/sh\necho "$*" >> "$MADE/asked"; exit 1\n', { mode: 0o755 });
    const [, names = '', roles = ''] = [...PAGE.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    const env = { PATH: `${folder}/bin:${process.env.PATH}`, MADE: folder };
    // As it is pasted: nothing but the block itself stops it.
    const run = spawnSync('sh', ['-c', names + roles], { env, encoding: 'utf8' });
    expect(run.status).toBe(1);
    expect(readdirSync(folder)).toEqual(['asked', 'bin']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the statements for a key are those of the bootstrap', () => {
  const keyed = JSON.parse(block('json', 'WriteEncrypted').replaceAll('KEY_ARN', KEY));
  const deploy = roles['deploy-prod']?.policies.flatMap(({ Statement }) => Statement) ?? [];
  expect(keyed).toEqual([...KEYS].map((sid) => deploy.find(({ Sid }) => Sid === sid)));
});

test('the roles are made of the words that are replaced, and their names are set as variables', () => {
  const files = readdirSync(made).filter((name) => /^my-site-.*\.json$/.test(name));
  expect(files.length).toBe(4);
  for (const name of files) expect(readFileSync(join(made, name), 'utf8')).not.toMatch(/OWNER|REPO|ACCOUNT|BUCKET/);
  expect(readFileSync(join(made, 'asked'), 'utf8')).toBe(
    'repos/octo/shop "s/REPO_ID/\\(.id)/g;s/OWNER_ID/\\(.owner.id)/g;s/OWNER/\\(.owner.login)/g;s/REPO/\\(.name)/g"',
  );
  expect(readFileSync(join(made, 'variables'), 'utf8').trim().split('\n')).toEqual([
    `PLAN_ROLE --repo octo/shop --body arn:aws:iam::${ACCOUNT}:role/my-site-plan`,
    `DEPLOY_ROLE_PROD --repo octo/shop --body arn:aws:iam::${ACCOUNT}:role/my-site-deploy`,
    'AWS_REGION --repo octo/shop --body eu-central-1',
    `SITE_BUCKET --repo octo/shop --body ${SITE.bucket}`,
    'DISTRIBUTION_ID --repo octo/shop --body E2QWRUHAPOMQZL',
    'SITE_URL --repo octo/shop --body https://www.example.com',
  ]);
  expect(readFileSync(join(made, 'environments'), 'utf8').trim().split('\n')).toEqual([
    'PUT repos/{owner}/{repo}/environments/prod',
    'POST repos/{owner}/{repo}/environments/prod/deployment-branch-policies',
  ]);
  expect(readFileSync(join(made, 'lifecycle'), 'utf8')).toContain('NoncurrentDays');
});

describe("the bucket's settings are those of infra/", () => {
  const terraform = readFileSync('infra/modules/static_site/bucket.tf', 'utf8');

  test('the records are refused as there', () => {
    const said = JSON.parse(block('json', 'OwnRecordsStayPrivate').replaceAll('arn:aws:s3:::BUCKET', 'BUCKET_ARN'));
    const there = /\{[^{}]*"OwnRecordsStayPrivate"[\s\S]*?\n {6}\}/.exec(terraform)?.[0] ?? '';
    const asJson = there
      .replace(/^\s*#.*$/gm, '')
      .replaceAll('${local.bucket_arn}', 'BUCKET_ARN')
      .replace(/(\w+)\s+= (.*[^{,])$/gm, '"$1": $2,')
      .replace(/\{ Service = (".*") \}/, '{ "Service": $1 }')
      .replace(/,\s*\}$/, '}');
    expect(said).toEqual(JSON.parse(asJson));
  });

  test('old versions go after as many days', () => {
    const days = /noncurrent_days"[\s\S]*?default\s+= (\d+)/.exec(
      readFileSync('infra/modules/static_site/variables.tf', 'utf8'),
    )?.[1];
    expect(JSON.parse(readFileSync('examples/site-alone/lifecycle.json', 'utf8'))).toEqual({
      Rules: [
        {
          ID: 'expire-what-is-replaced',
          Status: 'Enabled',
          Filter: {},
          NoncurrentVersionExpiration: { NoncurrentDays: Number(days) },
          Expiration: { ExpiredObjectDeleteMarker: true },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    });
  });
});
