import type { LocalReply, LocalRequest, LocalService } from '../http-service.js';

/** What a release server offers, by the path of each file. */
export type ReleaseFilesByPath = Map<string, Buffer>;

const OPERATIONS: readonly (readonly [RegExp, string])[] = [
  [/\/(index|api)\.json$/, 'ListReleases'],
  [/_SHA256SUMS$/, 'GetChecksums'],
  [/_SHA256SUMS\.(sig|gpgsig)$/, 'GetSignature'],
  [/\.zip$/, 'GetArchive'],
];

/** The files of releases.hashicorp.com and of OpenTofu's releases, as far as an installer asks for them. */
export function releaseService(files: ReleaseFilesByPath): LocalService {
  return {
    name: 'releases',
    operationOf: ({ method, path }: LocalRequest) =>
      method === 'GET' ? OPERATIONS.find(([pattern]) => pattern.test(path))?.[1] : undefined,
    answer({ path }: LocalRequest): LocalReply {
      const body = files.get(path);
      return body === undefined ? { status: 404, body: 'not found' } : { status: 200, body };
    },
  };
}
