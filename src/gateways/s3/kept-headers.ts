import type { GetObjectAclCommandOutput, Grant, PutObjectCommandInput } from '@aws-sdk/client-s3';
import { ActionError } from '../../errors.js';
import type { SiteObjects } from '../../ports/site.js';
import type { KeptHeaders, ObjectGrant } from '../../site/kept-headers.js';
import type { S3Bucket } from './connection.js';
import { statusOf } from './failure.js';

type AclPort = Pick<SiteObjects, 'mayHaveAcls' | 'kept' | 'repeatAcl'>;

/** What an object has that no listing shows, and that a write would take from it. */
export function s3Kept({ open, common, signal }: S3Bucket): AclPort {
  const options = { abortSignal: signal };
  return {
    async mayHaveAcls() {
      const { sdk, client } = await open();
      const asked = async <T>(request: Promise<T>): Promise<T | undefined> =>
        // Not there, not known to this store, or not to be read: the objects are asked then.
        await request.catch((thrown: unknown) => {
          if ([403, 404, 405, 501].includes(statusOf(thrown) ?? 0)) return undefined;
          throw thrown;
        });
      const owned = await asked(client.send(new sdk.GetBucketOwnershipControlsCommand(common), options));
      if (owned?.OwnershipControls?.Rules?.[0]?.ObjectOwnership === 'BucketOwnerEnforced') return false;
      const blocked = await asked(client.send(new sdk.GetPublicAccessBlockCommand(common), options));
      return blocked?.PublicAccessBlockConfiguration?.IgnorePublicAcls !== true;
    },

    async kept(key, acl) {
      const { sdk, client } = await open();
      const place = { ...common, Key: key };
      const head = await client.send(new sdk.HeadObjectCommand(place), options);
      const tags =
        (head.TagCount ?? 0) === 0 ? undefined : await client.send(new sdk.GetObjectTaggingCommand(place), options);
      const tagging = tags?.TagSet?.map(({ Key = '', Value = '' }): [string, string] => [Key, Value]);
      const grants = acl
        ? await client.send(new sdk.GetObjectAclCommand(place), options).then(grantsOf, (thrown: unknown) => {
            // A store that knows no ACLs has none to keep.
            if ([405, 501].includes(statusOf(thrown) ?? 0)) return undefined;
            throw denied(thrown, key, 'read', 's3:GetObjectAcl');
          })
        : undefined;
      const kept: KeptHeaders = {
        ...given('contentEncoding', head.ContentEncoding),
        ...given('contentDisposition', head.ContentDisposition),
        ...given('contentLanguage', head.ContentLanguage),
        ...given('metadata', Object.keys(head.Metadata ?? {}).length === 0 ? undefined : head.Metadata),
        ...given('storageClass', head.StorageClass === 'STANDARD' ? undefined : head.StorageClass),
        ...given('tagging', tagging === undefined ? undefined : String(new URLSearchParams(tagging))),
        ...given('grants', grants),
      };
      return kept;
    },

    async repeatAcl(key, grants) {
      const { sdk, client } = await open();
      const command = new sdk.PutObjectAclCommand({ ...common, Key: key, ...grantInput(grants) });
      await client.send(command, options).catch((thrown: unknown) => {
        throw denied(thrown, key, 'written', 's3:PutObjectAcl');
      });
    },
  };
}

/** As the parameters of PutObject and CreateMultipartUpload. */
export function keptInput(kept: KeptHeaders | undefined): Partial<PutObjectCommandInput> {
  if (kept === undefined) return {};
  const { grants, ...rest } = kept;
  const input: Partial<PutObjectCommandInput> = {
    ...given('ContentEncoding', rest.contentEncoding),
    ...given('ContentDisposition', rest.contentDisposition),
    ...given('ContentLanguage', rest.contentLanguage),
    ...given('Metadata', rest.metadata === undefined ? undefined : { ...rest.metadata }),
    ...given('StorageClass', rest.storageClass as PutObjectCommandInput['StorageClass']),
    ...given('Tagging', rest.tagging),
  };
  return { ...input, ...grantInput(grants ?? []) };
}

/** As the parameters of every write, in one request with the bytes: there is no moment without access. */
export function grantInput(grants: readonly ObjectGrant[]): {
  GrantFullControl?: string;
  GrantRead?: string;
  GrantReadACP?: string;
  GrantWriteACP?: string;
} {
  const of = (permission: ObjectGrant['permission']) => {
    const grantees = grants.filter((grant) => grant.permission === permission).map(({ grantee }) => grantee);
    return grantees.length === 0 ? undefined : grantees.join(', ');
  };
  return {
    ...given('GrantFullControl', of('FULL_CONTROL')),
    ...given('GrantRead', of('READ')),
    ...given('GrantReadACP', of('READ_ACP')),
    ...given('GrantWriteACP', of('WRITE_ACP')),
  };
}

/** `undefined` where only the owner has access, as any new object is. */
export function grantsOf({ Owner, Grants = [] }: GetObjectAclCommandOutput): readonly ObjectGrant[] | undefined {
  const isOwn = ({ Grantee, Permission }: Grant) => Permission === 'FULL_CONTROL' && Grantee?.ID === Owner?.ID;
  if (Grants.every(isOwn)) return undefined;
  return Grants.flatMap(({ Grantee, Permission }): readonly ObjectGrant[] => {
    if (Permission === undefined || Permission === 'WRITE') return [];
    if (Grantee?.URI !== undefined) return [{ permission: Permission, grantee: `uri="${Grantee.URI}"` }];
    return Grantee?.ID === undefined ? [] : [{ permission: Permission, grantee: `id="${Grantee.ID}"` }];
  });
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): { [key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]: Value });
}

function denied(thrown: unknown, key: string, doing: 'read' | 'written', right: string): unknown {
  if (statusOf(thrown) !== 403) return thrown;
  return new ActionError({
    what: `The access control list of ${key} could not be ${doing}`,
    found: `no right to ${right}; the object may be public by its own ACL, and a new version of it would be private`,
    wayOut:
      'Give the role `s3:GetObjectAcl` and `s3:PutObjectAcl` on the objects of this bucket; or, where a bucket policy ' +
      'gives access, set the Object Ownership of the bucket to "Bucket owner enforced". No file of the site was changed',
    cause: thrown,
  });
}
