/** Headers of a request that is signed in form: the local servers do not compute signatures. */
export const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKIALOCALCLOUD/20261101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
};
