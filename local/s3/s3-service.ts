import type { LocalReply, LocalRequest, LocalService } from '../http-service.js';
import { checkAccess, checkBucketAccess, unknownHeader } from './access.js';
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
  putBucketVersioning,
} from './bucket-operations.js';
import type { Answer, BucketCall, ObjectCall, S3Call } from './call.js';
import { completeMultipartUpload } from './complete-upload.js';
import { copyObject } from './copy-object.js';
import { deleteObjects } from './delete-objects.js';
import { listObjects, listObjectsV2, listObjectVersions } from './list-operations.js';
import {
  abortMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
} from './multipart-operations.js';
import {
  checkAcl,
  getBucketOwnershipControls,
  getObjectAcl,
  getObjectTagging,
  getPublicAccessBlock,
  putObjectAcl,
} from './object-acl.js';
import { deleteObject, getObject, headObject, putObject } from './object-operations.js';
import { addressOf, decodePath, s3OperationOf } from './operations.js';
import { S3Error } from './s3-error.js';
import type { S3Store } from './store.js';

/** The longest key, in bytes of UTF-8 (S3 User Guide, "Naming Amazon S3 objects"). */
const KEY_LIMIT_BYTES = 1024;

const ACCOUNT_ANSWERS: Readonly<Record<string, Answer<S3Call>>> = {
  ListBuckets: listBuckets,
  CreateBucket: createBucket,
};

const BUCKET_ANSWERS: Readonly<Record<string, Answer<BucketCall>>> = {
  DeleteBucket: deleteBucket,
  DeleteObjects: deleteObjects,
  GetBucketLocation: getBucketLocation,
  GetBucketOwnershipControls: getBucketOwnershipControls,
  GetBucketVersioning: getBucketVersioning,
  GetPublicAccessBlock: getPublicAccessBlock,
  HeadBucket: headBucket,
  ListMultipartUploads: listMultipartUploads,
  ListObjectVersions: listObjectVersions,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  PutBucketVersioning: putBucketVersioning,
};

const OBJECT_ANSWERS: Readonly<Record<string, Answer<ObjectCall>>> = {
  AbortMultipartUpload: abortMultipartUpload,
  CompleteMultipartUpload: completeMultipartUpload,
  CopyObject: copyObject,
  CreateMultipartUpload: createMultipartUpload,
  DeleteObject: deleteObject,
  GetObject: getObject,
  GetObjectAcl: getObjectAcl,
  GetObjectTagging: getObjectTagging,
  HeadObject: headObject,
  ListParts: listParts,
  PutObject: putObject,
  PutObjectAcl: putObjectAcl,
  UploadPart: uploadPart,
};

/** S3's REST API over a store in memory. Each request is answered in one turn, so conditional writes are atomic. */
export function s3Service(store: S3Store): LocalService {
  let requests = 0;
  return {
    name: 's3',
    operationOf: s3OperationOf,
    answer(request, operation) {
      requests += 1;
      const reply = answerOrRefuse(store, request, operation);
      return { ...reply, headers: { 'x-amz-request-id': requests.toString(16).padStart(16, '0'), ...reply.headers } };
    },
  };
}

function answerOrRefuse(store: S3Store, request: LocalRequest, operation: string): LocalReply {
  try {
    return answer(store, request, operation);
  } catch (error) {
    if (error instanceof S3Error) return error.reply(request.path);
    throw error;
  }
}

function answer(store: S3Store, request: LocalRequest, operation: string): LocalReply {
  const header = unknownHeader(request.headers);
  if (header !== undefined) {
    return { ...new S3Error('NotImplemented', { elements: { Header: header } }).reply(request.path), unknown: true };
  }
  checkAccess(store, request);
  const { bucket: bucketName = '', key } = addressOf(request);
  const call: S3Call = { request, headers: request.headers, query: request.query, store, bucketName };
  const ofAccount = ACCOUNT_ANSWERS[operation];
  if (ofAccount !== undefined) return ofAccount(call);
  const bucket = store.bucket(bucketName);
  checkBucketAccess(bucket, request);
  checkAcl(bucket, request);
  const ofBucket = BUCKET_ANSWERS[operation];
  if (ofBucket !== undefined) return ofBucket({ ...call, bucket });
  const ofObject = OBJECT_ANSWERS[operation];
  if (ofObject === undefined) throw new Error(`No answer is written for ${operation}`);
  return ofObject({ ...call, bucket, key: objectKey(key ?? '') });
}

function objectKey(encoded: string): string {
  const key = decodePath(encoded);
  const size = Buffer.byteLength(key);
  if (size <= KEY_LIMIT_BYTES) return key;
  throw new S3Error('KeyTooLongError', { elements: { Size: String(size), MaxSizeAllowed: String(KEY_LIMIT_BYTES) } });
}
