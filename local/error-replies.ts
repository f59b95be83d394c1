import type { FaultEffect } from './faults.js';

/** An error as S3 writes it: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function s3Error(status: number, code: string): FaultEffect {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Injected</Message></Error>`,
  };
}

export function cloudFrontError(status: number, code: string): FaultEffect {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body:
      '<?xml version="1.0"?><ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">' +
      `<Error><Type>Sender</Type><Code>${code}</Code><Message>Injected</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  };
}
