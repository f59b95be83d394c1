import type { LocalReply, LocalRequest } from '../http-service.js';
import type { Bucket } from './bucket.js';
import { type BucketCall, type ObjectCall, xmlReply } from './call.js';
import { grantsFromHeaders, OWNER } from './grants.js';
import { servedObject } from './object-operations.js';
import { S3Error } from './s3-error.js';
import { element, nested, xmlDocument } from './xml.js';

/** A bucket that enforces its owner takes no ACL, and one that blocks public ones takes none of these. */
export function checkAcl(bucket: Bucket, { headers }: LocalRequest): void {
  const grants = grantsFromHeaders(headers);
  if (grants === undefined) return;
  const { ownership, publicAcls } = bucket.settings;
  if (ownership === 'BucketOwnerEnforced') throw new S3Error('AccessControlListNotSupported');
  if (publicAcls === 'blocked' && grants.some(({ kind }) => kind === 'uri')) throw new S3Error('AccessDenied');
}

export function getObjectAcl(call: ObjectCall): LocalReply {
  const { grants } = servedObject(call);
  const shown = grants ?? [{ permission: 'FULL_CONTROL', kind: 'id' as const, value: OWNER }];
  const list = shown.map(({ permission, kind, value }) => {
    const type = kind === 'uri' ? 'Group' : 'CanonicalUser';
    const grantee =
      `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}">` +
      `${element(kind === 'uri' ? 'URI' : 'ID', value)}</Grantee>`;
    return nested('Grant', [grantee, element('Permission', permission)]);
  });
  const owner = nested('Owner', [element('ID', OWNER)]);
  return xmlReply(xmlDocument('AccessControlPolicy', [owner, nested('AccessControlList', list)]));
}

/** By headers only; it changes neither the ETag nor the time. */
export function putObjectAcl(call: ObjectCall): LocalReply {
  if (call.bucket.settings.ownership === 'BucketOwnerEnforced') throw new S3Error('AccessControlListNotSupported');
  if (call.request.body.length > 0) throw new S3Error('NotImplemented');
  call.bucket.setGrants(servedObject(call), grantsFromHeaders(call.headers));
  return { status: 200 };
}

export function getObjectTagging(call: ObjectCall): LocalReply {
  const tags = [...new URLSearchParams(servedObject(call).tagging ?? '')].map(([name, value]) =>
    nested('Tag', [element('Key', name), element('Value', value)]),
  );
  return xmlReply(xmlDocument('Tagging', [nested('TagSet', tags)]));
}

export function getBucketOwnershipControls({ bucket }: BucketCall): LocalReply {
  const rule = nested('Rule', [element('ObjectOwnership', bucket.settings.ownership)]);
  return xmlReply(xmlDocument('OwnershipControls', [rule]));
}

export function getPublicAccessBlock({ bucket }: BucketCall): LocalReply {
  const { publicAcls } = bucket.settings;
  if (publicAcls === 'taken') throw new S3Error('NoSuchPublicAccessBlockConfiguration');
  return xmlReply(
    xmlDocument('PublicAccessBlockConfiguration', [
      element('BlockPublicAcls', publicAcls === 'blocked'),
      element('IgnorePublicAcls', true),
      element('BlockPublicPolicy', false),
      element('RestrictPublicBuckets', false),
    ]),
  );
}
