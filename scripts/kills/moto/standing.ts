/** One kind of resource, and how the emulator is asked for it, past Terraform. */
interface Kind {
  readonly service: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly list: string;
  readonly ids: RegExp;
  readonly delete: (id: string) => { readonly target?: string; readonly body: string };
  readonly target?: string;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_1_1 = { 'content-type': 'application/x-amz-json-1.1' };

/** By the type that Terraform has for it; the ids are Terraform's. */
const KINDS: Readonly<Record<string, Kind>> = {
  aws_sns_topic: {
    service: 'sns',
    headers: FORM,
    list: 'Action=ListTopics&Version=2010-03-31',
    ids: /<TopicArn>(.*?)<\/TopicArn>/g,
    delete: (id) => ({ body: `Action=DeleteTopic&Version=2010-03-31&TopicArn=${encodeURIComponent(id)}` }),
  },
  aws_cloudwatch_log_group: {
    service: 'logs',
    headers: JSON_1_1,
    target: 'Logs_20140328.DescribeLogGroups',
    list: '{}',
    ids: /"logGroupName": ?"(.*?)"/g,
    delete: (id) => ({ target: 'Logs_20140328.DeleteLogGroup', body: JSON.stringify({ logGroupName: id }) }),
  },
  aws_secretsmanager_secret: {
    service: 'secretsmanager',
    headers: JSON_1_1,
    target: 'secretsmanager.ListSecrets',
    list: '{}',
    ids: /"ARN": ?"(.*?)"/g,
    delete: (id) => ({
      target: 'secretsmanager.DeleteSecret',
      body: JSON.stringify({ SecretId: id, ForceDeleteWithoutRecovery: true }),
    }),
  },
};

export const TYPES = Object.keys(KINDS);

export interface Standing {
  readonly type: string;
  readonly id: string;
}

/** Everything of these kinds that stands in the emulator. */
export async function standing(url: string): Promise<readonly Standing[]> {
  const found = await Promise.all(
    Object.entries(KINDS).map(async ([type, kind]) => {
      const text = await asked(url, kind, kind.target, kind.list);
      return [...text.matchAll(kind.ids)].map(([, id = '']) => ({ type, id }));
    }),
  );
  return found.flat();
}

/** As a person does it in the console. */
export async function deleted(url: string, { type, id }: Standing): Promise<void> {
  const kind = KINDS[type];
  if (kind === undefined) throw new Error(`${type} is not known here`);
  const { target, body } = kind.delete(id);
  await asked(url, kind, target, body);
}

async function asked(url: string, { service, headers }: Kind, target: string | undefined, body: string) {
  // The emulator knows a service by the scope of the signature, and checks no signature.
  const authorization = `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const reply = await fetch(`${url}/`, {
    method: 'POST',
    headers: { authorization, ...headers, ...(target === undefined ? {} : { 'x-amz-target': target }) },
    body,
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${service}: the emulator answered ${reply.status}: ${text.slice(0, 500)}`);
  return text;
}
