import type { LocalReply } from '../http-service.js';
import { type BucketCall, type S3Call, xmlReply } from './call.js';
import { S3Error } from './s3-error.js';
import { childText, element, nested, readXml, xmlDocument } from './xml.js';

export function listBuckets({ store }: S3Call): LocalReply {
  const buckets = store
    .buckets()
    .filter((bucket) => bucket.settings.owner === store.accountId)
    .map((bucket) =>
      nested('Bucket', [
        element('Name', bucket.name),
        element('CreationDate', new Date(bucket.createdAt).toISOString()),
        element('BucketRegion', bucket.settings.region),
      ]),
    );
  const owner = nested('Owner', [element('ID', store.accountId)]);
  return xmlReply(xmlDocument('ListAllMyBucketsResult', [owner, nested('Buckets', buckets)]));
}

/** In us-east-1 alone, making a bucket again that is already ours succeeds (S3 API, CreateBucket). */
export function createBucket({ store, request, bucketName }: S3Call): LocalReply {
  const wanted = request.body.length === 0 ? undefined : readXml(request.body, 'CreateBucketConfiguration');
  if (request.body.length > 0 && wanted === undefined) throw new S3Error('MalformedXML');
  const region = (wanted && childText(wanted, 'LocationConstraint')) ?? 'us-east-1';
  try {
    store.createBucket(bucketName, { region });
  } catch (error) {
    if (!(error instanceof S3Error) || error.code !== 'BucketAlreadyOwnedByYou' || region !== 'us-east-1') throw error;
  }
  return { status: 200, headers: { location: `/${bucketName}` } };
}

export function deleteBucket({ store, bucketName }: BucketCall): LocalReply {
  store.deleteBucket(bucketName);
  return { status: 204 };
}

export function headBucket({ bucket }: BucketCall): LocalReply {
  return { status: 200, headers: { 'x-amz-bucket-region': bucket.settings.region, 'content-type': 'application/xml' } };
}

/** Empty for us-east-1, which is older than regions. */
export function getBucketLocation({ bucket }: BucketCall): LocalReply {
  const { region } = bucket.settings;
  return xmlReply(xmlDocument('LocationConstraint', region === 'us-east-1' ? [] : [region]));
}

export function getBucketVersioning({ bucket }: BucketCall): LocalReply {
  return xmlReply(xmlDocument('VersioningConfiguration', [element('Status', bucket.versioning)]));
}

export function putBucketVersioning({ bucket, request }: BucketCall): LocalReply {
  const wanted = readXml(request.body, 'VersioningConfiguration');
  const status = wanted && childText(wanted, 'Status');
  if (status !== 'Enabled' && status !== 'Suspended') throw new S3Error('MalformedXML');
  bucket.versioning = status;
  return { status: 200 };
}
