// A path without a file name (`/`, `/about`, `/about/`) is a folder of the site: the `index.html` in it answers. A path with
// one is a file. `/.well-known/` holds files without an extension by agreement (RFC 8615).
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (name === '') request.uri += 'index.html';
  else if (!name.includes('.') && !request.uri.startsWith('/.well-known/')) request.uri += '/index.html';
  return request;
}
