/** The bucket of every state. */
export const STATES = 'shop-state';

type StoreName = 'here' | 'there';

export interface Preparation {
  put(store: StoreName, bucket: string, key: string): Promise<void>;
  make(store: StoreName, bucket: string): Promise<void>;
  /** A legal hold: of a version without one the emulator gives an answer that is none. */
  hold(bucket: string, key: string): Promise<void>;
}

export interface DestroyCase {
  readonly name: string;
  readonly main: (urls: Readonly<Record<StoreName, string>>) => string;
  /** After the deploy, before the destroy. */
  readonly before: (prepare: Preparation) => Promise<void>;
  /** Of the destroy's state, where it is another one than the deploy's. */
  readonly key?: string;
  readonly exit: 0 | 1;
  readonly says: RegExp;
  /** `here BUCKET`: what has to be gone; everything else has to be there, version by version. */
  readonly gone: readonly string[];
}

const SKIP = `
  region                      = "us-east-1"
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
`;
const PROVIDER = `provider "aws" {${SKIP}}\n`;
const bucket = (name: string, more = '') => `resource "aws_s3_bucket" "${name}" {\n  bucket = "${name}"\n${more}}\n`;
const site = async ({ put }: Preparation) => {
  for (const key of ['index.html', 'index.html', 'assets/a b+c.js']) await put('here', 'site', key);
};

export const DESTROYS: readonly DestroyCase[] = [
  {
    name: 'state-bucket',
    main: () =>
      `${PROVIDER}${bucket('site')}import {\n  to = aws_s3_bucket.${STATES}\n  id = "${STATES}"\n}\n${bucket(STATES)}`,
    async before(prepare) {
      await site(prepare);
      for (const key of ['prod.tfstate', 'network.tfstate']) await prepare.put('here', STATES, key);
    },
    exit: 1,
    says: /The destroy would delete what this run, or another stack, stands on/,
    gone: [],
  },
  {
    name: 'other-store',
    main: ({ there }) =>
      `${PROVIDER}provider "aws" {\n  alias = "there"\n${SKIP}  endpoints {\n    s3 = "${there}"\n  }\n}\n` +
      bucket('site', '  provider = aws.there\n  force_destroy = true\n'),
    async before(prepare) {
      await prepare.make('here', 'site');
      await site(prepare);
      await prepare.put('there', 'site', 'theirs.html');
    },
    exit: 0,
    says: /force_destroy/,
    gone: ['there site'],
  },
  {
    name: 'wrong-key',
    main: () => `${PROVIDER}${bucket('site')}`,
    before: site,
    key: 'Dev.tfstate',
    exit: 1,
    says: /The state of dev is empty, but the deployment records say that dev is deployed/,
    gone: [],
  },
  {
    name: 'deny-policy',
    main: () =>
      `${PROVIDER}${bucket('site')}resource "aws_s3_bucket_policy" "site" {\n  bucket = aws_s3_bucket.site.id\n` +
      `  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:DeleteObject", Resource = "\${aws_s3_bucket.site.arn}/*" }] })\n}\n`,
    async before(prepare) {
      await site(prepare);
      await prepare.make('here', 'neighbour');
      await prepare.put('here', 'neighbour', 'kept');
    },
    exit: 0,
    says: /Terraform deletes its policy first; then it is emptied/,
    gone: ['here site'],
  },
  {
    name: 'late-logs',
    main: ({ here }) =>
      `${PROVIDER}${bucket('logs')}resource "terraform_data" "distribution" {\n  input = aws_s3_bucket.logs.id\n  provisioner "local-exec" {\n` +
      `    when    = destroy\n    command = "curl -s -X PUT -d log ${here}/logs/late-$(date +%s%N)"\n  }\n}\n`,
    async before({ put, make }) {
      await put('here', 'logs', 'early');
      await make('here', 'neighbour');
      await put('here', 'neighbour', 'kept');
    },
    exit: 0,
    says: /A bucket was not empty when Terraform deleted it: planning again/,
    gone: ['here logs'],
  },
  {
    name: 'object-lock',
    main: () => `${PROVIDER}${bucket('site')}${bucket('kept', '  object_lock_enabled = true\n')}`,
    async before(prepare) {
      await site(prepare);
      await prepare.put('here', 'kept', 'record');
      await prepare.hold('kept', 'record');
    },
    exit: 1,
    says: /The destroy would stop half-way at what is protected from deletion/,
    gone: [],
  },
  {
    name: 'deletion-protection',
    main: () =>
      `${PROVIDER}${bucket('site')}resource "aws_dynamodb_table" "orders" {\n  name = "orders"\n  billing_mode = "PAY_PER_REQUEST"\n` +
      `  hash_key = "id"\n  deletion_protection_enabled = true\n  attribute {\n    name = "id"\n    type = "S"\n  }\n}\n`,
    before: site,
    exit: 1,
    says: /deletion_protection_enabled = true/,
    gone: [],
  },
];
