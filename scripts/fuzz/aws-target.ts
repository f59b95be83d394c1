import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callerIdentity, requireAccount, signIn } from '../../src/gateways/aws/sts.js';
import { cloudFront } from '../../src/gateways/cloudfront/distributions.js';
import { faultyText } from './mutations.js';
import type { Random } from './random.js';
import type { Target } from './target.js';

const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const ID_TOKEN = ['e30', Buffer.from('{"iss":"https://example.org","sub":"s","aud":"a"}').toString('base64url'), 'x'];
const STS = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
const CLOUDFRONT = 'xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"';

/** Honest answers; which one is asked for stands in the body of a request, or in its address. */
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/idtoken/, JSON.stringify({ value: ID_TOKEN.join('.') })],
  [
    /AssumeRoleWithWebIdentity/,
    `<AssumeRoleWithWebIdentityResponse ${STS}><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>a+b/c</SecretAccessKey><SessionToken>t==</SessionToken><Expiration>2099-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
  ],
  [
    /GetCallerIdentity/,
    `<GetCallerIdentityResponse ${STS}><GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><UserId>A:s</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  ],
  [
    /cache-policy/,
    `<CachePolicy ${CLOUDFRONT}><Id>p</Id><CachePolicyConfig><Name>n</Name><ParametersInCacheKeyAndForwardedToOrigin><QueryStringsConfig><QueryStringBehavior>none</QueryStringBehavior></QueryStringsConfig></ParametersInCacheKeyAndForwardedToOrigin></CachePolicyConfig></CachePolicy>`,
  ],
  [
    /invalidation/,
    `<Invalidation ${CLOUDFRONT}><Id>I1</Id><Status>Completed</Status><CreateTime>2026-01-02T03:04:05Z</CreateTime></Invalidation>`,
  ],
  [
    /distribution/,
    `<DistributionConfig ${CLOUDFRONT}><CallerReference>c</CallerReference><Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><DomainName>shop.s3.amazonaws.com</DomainName><OriginPath>/web</OriginPath></Origin></Items></Origins><DefaultCacheBehavior><TargetOriginId>o</TargetOriginId><CachePolicyId>p</CachePolicyId><FunctionAssociations><Quantity>1</Quantity><Items><FunctionAssociation><FunctionARN>a</FunctionARN><EventType>viewer-request</EventType></FunctionAssociation></Items></FunctionAssociations></DefaultCacheBehavior><CacheBehaviors><Quantity>0</Quantity></CacheBehaviors><CustomErrorResponses><Quantity>1</Quantity><Items><CustomErrorResponse><ErrorCode>404</ErrorCode><ResponsePagePath>/404.html</ResponsePagePath></CustomErrorResponse></Items></CustomErrorResponses></DistributionConfig>`,
  ],
];

/** STS and CloudFront by the SDK, over HTTP, on the loopback: every second answer has a fault. */
export async function awsTarget(): Promise<Target & { stop(): void }> {
  let random: Random | undefined;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const asked = `${request.url} ${Buffer.concat(parts).toString()}`;
      const honest = ANSWERS.find(([pattern]) => pattern.test(asked))?.[1] ?? '';
      const chance = random as Random;
      const status = chance.isOnce(20) ? chance.of([204, 400, 403, 404, 409, 500]) : 200;
      response.writeHead(status, { 'content-type': chance.isOnce(30) ? 'text/html' : 'text/xml' });
      response.end(chance.isOnce(2) ? faultyText(honest, chance) : honest);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sts = {
    region: 'us-east-1',
    stsEndpoint: endpoint,
    allowedAccountId: '123456789012',
    credentials: CREDENTIALS,
    roleArn: 'arn:aws:iam::123456789012:role/deploy',
    idTokenRequest: { url: `${endpoint}/idtoken?x=1`, token: 'token' },
    mask: () => {},
    pausesMs: [],
    say: () => {},
  };
  const edge = cloudFront({
    bucket: 'shop',
    client: { region: 'us-east-1', endpoint, credentials: CREDENTIALS, maxAttempts: 1 },
    clock: { now: () => 0, pause: async () => {} },
    signal: new AbortController().signal,
  });
  const questions: readonly (() => Promise<unknown>)[] = [
    () => signIn(sts)(),
    () => requireAccount(sts),
    () => callerIdentity(sts),
    () => edge.traits('E1'),
    () => edge.invalidate('E1', 'reference', ['/*']),
    () => edge.isCompleted('E1', 'I1'),
  ];
  return {
    name: "AWS's replies",
    once: async (chance) => {
      random = chance;
      return await chance.of(questions)();
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
