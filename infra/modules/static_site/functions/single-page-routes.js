// A path without a file name (`/`, `/settings`, `/users/7`) is a route of the single-page site: its entry page answers.
// A path with one is a file, which may be missing, and that has to stay a 404. `/.well-known/` holds files without an
// extension by agreement (RFC 8615).
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (!name.includes('.') && !request.uri.startsWith('/.well-known/')) request.uri = '/index.html';
  return request;
}
