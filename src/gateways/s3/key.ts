/** A key as a URL has it: `+`, spaces and letters beyond ASCII are encoded, slashes are not. */
export function encodedKey(key: string): string {
  return key.split('/').map(encodedPart).join('/');
}

/** As a signature wants the names and values of a query, and the parts of a path (RFC 3986, unreserved characters). */
export function encodedPart(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** S3 encodes a space as `+` and a plus sign as `%2B`. @returns `undefined` where the encoding is broken */
export function decodedKey(key: string): string | undefined {
  if (!/[%+]/.test(key)) return key;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
