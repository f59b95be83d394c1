import { type Mend, xmlElement, xmlText } from './exchange.js';

const DISTRIBUTION_PATH = /^\/2020-05-31\/distribution(?:\/([^/]+))?(\/config)?$/;
const INVALIDATION_PATH = /^\/2020-05-31\/distribution\/[^/]+\/invalidation(?:\/[^/]+)?$/;

/** What CloudFront fills in when it is not sent, and the emulator too. */
const DEFAULTED = [
  'Aliases',
  'CacheBehaviors',
  'CustomErrorResponses',
  'Logging',
  'OriginGroups',
  'Restrictions',
  'WebACLId',
];

/**
 * A distribution's configuration comes back as it was sent. The emulator drops what it does not know (functions,
 * HTTP/3) and adds legacy `ForwardedValues` beside a cache policy, so that every plan would show a change.
 */
export function distributionConfigs(): Mend {
  const sent = new Map<string, string>();

  return (request, reply) => {
    if (!DISTRIBUTION_PATH.test(request.path) || reply.status >= 300) return undefined;
    const xml = reply.body.toString();
    const [, pathId] = DISTRIBUTION_PATH.exec(request.path) ?? [];
    const id = pathId ?? xmlText(xml, 'Id');
    if (id === undefined) return undefined;
    if (request.method === 'DELETE') {
      sent.delete(id);
      return undefined;
    }
    if (request.method === 'POST' || request.method === 'PUT') {
      const config = xmlElement(request.body.toString(), 'DistributionConfig');
      if (config !== undefined) sent.set(id, config);
    }
    const config = sent.get(id);
    if (config === undefined || (request.method === 'GET' && pathId === undefined)) return undefined;
    const body = xml.replace(/<DistributionConfig(?: [^>]*)?>[\s\S]*<\/DistributionConfig>/, (own) => {
      const defaults = DEFAULTED.filter((name) => xmlText(config, name) === undefined).map((name) =>
        xmlElement(own, name),
      );
      return config.replace('</DistributionConfig>', () => `${defaults.join('')}</DistributionConfig>`);
    });
    return { name: 'CloudFront distribution: its configuration', reply: withBody(reply, body) };
  };
}

/** `COMPLETED` is no status of an invalidation: the SDK's waiter would wait for `Completed` for ever. */
export const invalidationStatus: Mend = (request, reply) => {
  if (!INVALIDATION_PATH.test(request.path)) return undefined;
  const xml = reply.body.toString();
  const body = xml.replaceAll('<Status>COMPLETED</Status>', '<Status>Completed</Status>');
  return body === xml ? undefined : { name: 'CloudFront invalidation: its status', reply: withBody(reply, body) };
};

function withBody(reply: Parameters<Mend>[1], body: string): Parameters<Mend>[1] {
  return { ...reply, body: Buffer.from(body) };
}
