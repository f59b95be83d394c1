import { namesProxy } from '../../web/proxy.js';
import type { OpenS3, S3Bucket } from '../connection.js';
import type { S3Access, S3Endpoint } from './access.js';

/** The access that the SDK has, from every source that it knows. `undefined` where it is signed in another way. */
export async function sdkAccess({
  open,
  common,
  bucket,
}: Pick<S3Bucket, 'open' | 'common' | 'bucket'>): Promise<S3Access | undefined> {
  // An access point, or a proxy, which only the SDK's client knows.
  if (bucket.startsWith('arn:') || namesProxy(process.env)) return undefined;
  const { sdk, client } = await open();
  const endpoint = await endpointOf(new sdk.PutObjectCommand({ ...common, Key: KEY, Body: '' }), client);
  if (endpoint === undefined) return undefined;
  // Memoized by the SDK, and renewed before they expire.
  return { endpoint, region: await client.config.region(), credentials: () => client.config.credentials() };
}

const KEY = 'key';

/** Lets the SDK prepare an upload up to the point of sending, which says where it would go. */
async function endpointOf(
  command: InstanceType<OpenS3['sdk']['PutObjectCommand']>,
  client: OpenS3['client'],
): Promise<S3Endpoint | undefined> {
  let found: S3Endpoint | undefined;
  command.middlewareStack.add(
    () => async (args) => {
      const { protocol, hostname, port, path, headers } = args.request as unknown as Record<string, unknown>;
      if (typeof protocol === 'string' && typeof hostname === 'string' && typeof path === 'string') {
        const host = (headers as Record<string, string>).host ?? hostname;
        const where = typeof port === 'number' ? { port } : {};
        if (path.endsWith(`/${KEY}`)) found = { protocol, hostname, host, path: path.slice(0, -KEY.length), ...where };
      }
      return { response: {}, output: { $metadata: {} } };
    },
    { step: 'finalizeRequest', name: 'tellEndpoint', priority: 'high' },
  );
  await client.send(command).catch(() => {});
  return found;
}
