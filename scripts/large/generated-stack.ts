/** How far the apply of a generated stack has come. */
export interface Progress {
  /** So many of the resources are there; the one behind them is tainted where any is. */
  readonly done: number;
}

export interface GeneratedStack {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The JSON of its plan, as Terraform writes it. */
  readonly json: (progress: Progress) => unknown;
}

const PROVIDER = 'registry.terraform.io/hashicorp/aws';
const ACCOUNT = '123456789012';

/**
 * Queues, each with a policy that is not known before its neighbour exists, in so many files: what a slice is made from
 * (a local, a variable, another resource) stands beside each.
 *
 * @param from number of the first one, so that two stacks can stand in one state
 */
export function generatedStack(resources: number, files: number, from = 0): GeneratedStack {
  const indexes = Array.from({ length: resources }, (_, index) => from + index);
  const perFile = Math.ceil(resources / files);
  return {
    files: Array.from({ length: files }, (_, file) => ({
      path: `infra/part_${from}_${file}.tf`,
      text: fileText(`${from}_${file}`, indexes.slice(file * perFile, (file + 1) * perFile), from),
    })),
    json: ({ done }) => ({
      format_version: '1.2',
      terraform_version: '1.11.4',
      variables: { stage: { value: 'dev' } },
      resource_changes: indexes.map((index) => ({
        ...head(index),
        change: change(index, index - from, done, from),
        ...(done > 0 && index - from === done ? { action_reason: 'replace_because_tainted' } : {}),
      })),
      output_changes: {},
      configuration: {
        provider_config: { aws: { name: 'aws', full_name: PROVIDER } },
        root_module: { resources: indexes.map((index) => ({ ...head(index), provider_config_key: 'aws' })) },
      },
      errored: false,
      complete: true,
      applyable: true,
    }),
  };
}

/** What every generated stack has in common. */
export const SETTINGS = {
  path: 'infra/settings.tf',
  text: 'variable "stage" {}\nprovider "aws" {\n  region = "eu-central-1"\n}\n',
};

function fileText(name: string, indexes: readonly number[], from: number): string {
  const queues = indexes.map(
    (index) => `
# Queue ${index}.
resource "aws_sqs_queue" "q${index}" {
  name                       = "jobs-\${var.stage}-${index}"
  visibility_timeout_seconds = 30
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = local.who_${name}, Resource = aws_sqs_queue.q${neighbour(index, from)}.arn }]
  })
  tags = { team = "jobs", number = "${index}" }
}
`,
  );
  return `locals {\n  who_${name} = "arn:aws:iam::${ACCOUNT}:role/\${var.stage}-reader"\n}\n${queues.join('')}`;
}

const neighbour = (index: number, from: number) => (index === from ? from + 1 : index - 1);
const arn = (index: number) => `arn:aws:sqs:eu-central-1:${ACCOUNT}:jobs-dev-${index}`;

function head(index: number) {
  const name = `q${index}`;
  return { address: `aws_sqs_queue.${name}`, mode: 'managed', type: 'aws_sqs_queue', name, provider_name: PROVIDER };
}

function change(index: number, place: number, done: number, from: number) {
  const known = {
    name: `jobs-dev-${index}`,
    visibility_timeout_seconds: 30,
    tags: { team: 'jobs', number: String(index) },
  };
  const made = { ...known, id: `https://sqs.invalid/jobs-dev-${index}`, arn: arn(index), url: `jobs-dev-${index}` };
  const who = `arn:aws:iam::${ACCOUNT}:role/dev-reader`;
  const Resource = arn(neighbour(index, from));
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: who, Resource }],
  });
  const marks = { before_sensitive: place <= done && done > 0 ? {} : false, after_sensitive: {} };
  if (place < done) {
    const stands = { ...made, policy };
    return { actions: ['no-op'], before: stands, after: stands, after_unknown: {}, ...marks };
  }
  // Its neighbour is made before it: the first whose neighbour is there knows its policy now.
  const isKnown = done > 0 && place === done;
  const tainted = done > 0 && place === done;
  return {
    actions: tainted ? ['delete', 'create'] : ['create'],
    before: tainted ? { ...made, policy } : null,
    after: isKnown ? { ...known, policy } : known,
    after_unknown: { id: true, arn: true, url: true, tags: {}, ...(isKnown ? {} : { policy: true }) },
    ...marks,
  };
}
