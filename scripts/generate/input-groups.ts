/**
 * The inputs by what they are about, in the order of the README's table. Some are named before `action.yml` has them: an
 * input that is not here is a decision that nobody has made.
 */
export const INPUT_GROUPS = {
  'What to deploy': ['operation', 'stage', 'infra-directory', 'site-directory', 'lambda-packages', 'artifact-bucket'],
  Terraform: [
    'terraform-binary',
    'terraform-version',
    'workspace',
    'backend-config',
    'var-files',
    'variables',
    'volatile-variables',
    'pass-environment',
    'lock-timeout',
  ],
  AWS: ['aws-region', 'role-to-assume', 'allowed-account-id'],
  'The site': [
    'site-bucket',
    'site-prefix',
    'site-url',
    'distribution-id',
    'cache-rules',
    'exclude',
    'keep-unreferenced-days',
    'max-deletes',
    'invalidation',
    'release-file',
    'site-config',
  ],
  'After the deploy': ['verify-timeout', 'verify-paths'],
  'The review': ['apply-policy', 'approved-fingerprint', 'protect', 'confirm-destroy', 'outdated'],
  Releases: ['release', 'hold', 'promote-from'],
  Reports: ['comment', 'redact', 'github-token', 'webhook'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
