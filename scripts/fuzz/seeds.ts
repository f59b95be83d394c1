// One honest form of everything that is read from outside. Faults are made of these.

const REPOSITORY = { id: 7, default_branch: 'main' };

export const EVENTS: readonly (readonly [string, unknown])[] = [
  [
    'pull_request',
    {
      action: 'synchronize',
      number: 3,
      changes: { base: { ref: { from: 'old' } } },
      repository: REPOSITORY,
      pull_request: {
        head: { sha: 'a'.repeat(40), repo: { id: 7 } },
        base: { ref: 'main', repo: { id: 7 } },
        user: { login: 'dependabot[bot]' },
      },
    },
  ],
  ['push', { repository: REPOSITORY, deleted: false, forced: true, ref: 'refs/heads/main' }],
  ['workflow_dispatch', { repository: REPOSITORY, inputs: {} }],
  ['schedule', { schedule: '17 5 * * *', repository: REPOSITORY }],
  [
    'merge_group',
    {
      repository: REPOSITORY,
      action: 'checks_requested',
      merge_group: { head_sha: 'b'.repeat(40), base_ref: 'refs/heads/main', base_sha: 'c'.repeat(40) },
    },
  ],
  ['pull_request_target', { repository: REPOSITORY }],
];

export const RUNNER: Readonly<Record<string, string>> = {
  GITHUB_REPOSITORY: 'octo/shop',
  GITHUB_RUN_ID: '123456789',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: 'd'.repeat(40),
  GITHUB_REF: 'refs/heads/main',
  GITHUB_ACTOR: 'alice',
  GITHUB_EVENT_NAME: 'push',
};

export const INPUT_TEXTS: Readonly<Record<string, string>> = {
  operation: 'auto',
  stage: 'dev',
  'infra-directory': 'infra',
  'site-directory': 'site/dist',
  'site-bucket': 'terraform:bucket',
  'distribution-id': 'terraform:distribution',
  'site-url': 'https://example.org/',
  'lambda-packages': 'api=api/dist\nworker=worker/build.zip',
  'artifact-bucket': 'shop-artifacts',
  workspace: 'default',
  variables: 'name=shop\nzones=["a", "b"]\npassword=hunter2-hunter2',
  'backend-config': 'bucket=shop-state\n"secret_key" = "a \\"b\\" c"\naddress=https://ci:hunter2@example.org/x',
  'terraform-binary': 'terraform',
  'terraform-version': '>= 1.11, < 2',
  'lock-timeout': '5m',
  'cache-rules':
    '- match: "*.html"\n  cache-control: no-cache\n- { match: "assets/**", cache-control: "public, max-age=31536000", content-type: text/css; charset=utf-8 }\n',
  exclude: '*.map\n!app.js.map\n**/.DS_Store',
  'keep-unreferenced-days': '30',
  'max-deletes': '1000',
  invalidation: 'changed',
  'verify-timeout': '120',
  'release-file': 'release.json',
  'apply-policy': 'reviewed',
  protect: 'aws_s3_bucket.*\nmodule.db',
  comment: 'always',
  redact: 'AKIA[0-9A-Z]{16}',
  release: 'c0ffee1-0a1b2c3d',
  hold: 'true',
  outdated: 'block',
  'promote-from': 'staging',
  'site-config': 'apiUrl=api_url\npool=user_pool_id',
  'verify-paths': '/\n/old=301\n/health~"ok"\nAuthorization: Bearer x',
  'volatile-variables': 'token\nrun_id',
  'pass-environment': 'HTTPS_PROXY',
  'github-token': 'ghs_0123456789abcdef',
};

export const DIAGNOSTIC = {
  '@level': 'error',
  '@message': 'Error: Invalid index',
  type: 'diagnostic',
  diagnostic: {
    severity: 'error',
    summary: 'Invalid index',
    detail: 'The given key does not identify an element in this collection value.',
    range: { filename: 'main.tf', start: { line: 3, column: 7, byte: 40 }, end: { line: 3, column: 9, byte: 42 } },
    snippet: { context: 'resource "a" "b"', code: '  x = var.y[0]', start_line: 3, values: [] },
  },
};

export const VALIDATION = {
  format_version: '1.0',
  valid: false,
  error_count: 1,
  warning_count: 0,
  diagnostics: [DIAGNOSTIC.diagnostic],
};

export const LOCK = `╷
│ Error: Error acquiring the state lock
│
│ Error message: operation error S3: PutObject, https response error StatusCode: 412
│ Lock Info:
│   ID:        f1d0d0d0-1111-2222-3333-444455556666
│   Path:      shop-state/dev.tfstate
│   Operation: OperationTypeApply
│   Who:       runner@host
│   Version:   1.14.0
│   Created:   2026-01-02 03:04:05.678901 +0000 UTC
╵
`;

export const OUTPUTS = {
  bucket: { sensitive: false, type: 'string', value: 'shop-site' },
  password: { sensitive: true, type: 'string', value: 'first line\nsecond line' },
  keys: { sensitive: true, type: ['map', 'string'], value: { a: ['b', 12345, null] } },
};

export const HCL = `# A comment
locals {
  name = "shop-\${var.stage}-\${upper("x")}" // tail
  text = <<-EOT
    %{if var.a}yes\${var.b}%{else}no%{endif}
  EOT
}
/* block */
resource "aws_s3_bucket" "site" {
  for_each = { for k, v in var.sites : k => v if v.enabled }
  bucket   = each.value["name"]
  dynamic "rule" {
    for_each = toset([1, 2.5e3, -0x1])
    content { id = rule.value }
  }
  lifecycle {
    precondition {
      condition     = length(local.name) > 3 ? true : false
      error_message = "Too short: \\"\${local.name}\\""
    }
  }
  provisioner "local-exec" { command = "echo \${self.id} && true" }
}
`;

const SHA = 'e'.repeat(64);
export const MANIFEST = JSON.stringify({
  version: 1,
  release: '2026-01-02T03-04-05',
  intent: 'run-1',
  pending: [{ callerReference: 'r', distribution: 'E2SHOP', paths: ['/index.html', '/a%20b'] }],
  headers: [
    ['text/html; charset=utf-8', 'no-cache'],
    ['text/javascript', 'public, max-age=31536000, immutable'],
  ],
  files: [
    ['index.html', SHA, 'abc123', 120, 0],
    ['assets/app-4f3e2d1c.js', SHA, 'def456-2', 5_000, 1, '2026-01-01T00:00:00.000Z'],
  ],
});

export const LIST_PAGE = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>shop-site</Name><Prefix></Prefix><EncodingType>url</EncodingType><KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>true</IsTruncated><NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>
<Contents><Key>a+b%2Fc.html</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;70ee1738b6b21e2c8a43f3a5ab0eee71&quot;</ETag><Size>11</Size><StorageClass>STANDARD</StorageClass></Contents>
<Contents><Key>d.js</Key><ETag>"def456-2"</ETag><Size>5000</Size><Owner><ID>1</ID><DisplayName>x</DisplayName></Owner></Contents></ListBucketResult>`;
