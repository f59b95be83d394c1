/** An S3 that is not Amazon's has no host name for each bucket, so that its URLs name the bucket in their path. */
export function hasOwnEndpoint(environment: Readonly<Record<string, string | undefined>>): boolean {
  const url = environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL;
  return url !== undefined && hasOwnHost(url);
}

export function hasOwnHost(url: string): boolean {
  if (!URL.canParse(url)) return false;
  return !/(?:^|\.)amazonaws\.com(?:\.cn)?$/.test(new URL(url).hostname);
}
