/**
 * Routes stand behind `#/`: the server never sees them, so a reload of one cannot be answered with 404, in whatever
 * bucket and under whatever prefix the site lives. Other fragments are anchors in the page.
 */
export type Route = 'home' | 'how-a-deploy-runs' | 'unknown';

/** @param path the page's path inside the site: an edge may answer any address with the entry page */
export function routeOf(path: string, fragment: string): Route {
  if (path !== '' && path !== 'index.html') return 'unknown';
  if (!fragment.startsWith('#/') || fragment === '#/') return 'home';
  return fragment === '#/how-a-deploy-runs' ? 'how-a-deploy-runs' : 'unknown';
}
