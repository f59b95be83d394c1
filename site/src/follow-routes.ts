import { SITE_ROOT } from './address.js';
import { element, required } from './element.js';
import { type Route, routeOf } from './routes.js';

/** Shows the current route, and each that follows. */
export function followRoutes(): void {
  const path = location.pathname.startsWith(SITE_ROOT.pathname)
    ? location.pathname.slice(SITE_ROOT.pathname.length)
    : location.pathname;
  required('lost-home').setAttribute('href', `${SITE_ROOT.pathname}#/`);
  const follow = () => void showRoute(routeOf(path, location.hash), path);
  addEventListener('hashchange', follow);
  follow();
}

async function showRoute(route: Route, path: string): Promise<void> {
  const lost = required('lost');
  lost.hidden = route !== 'unknown';
  if (route === 'unknown') {
    required('lost-address').textContent = path === '' || path === 'index.html' ? location.hash : location.pathname;
    lost.focus();
  }
  if (route === 'how-a-deploy-runs') await openDetails();
}

async function openDetails(): Promise<void> {
  const place = required('how');
  const button = required('how-button');
  if (place.dataset.state === 'open') return place.scrollIntoView();
  button.setAttribute('aria-busy', 'true');
  try {
    // Its own chunk, loaded when it is asked for: perhaps long after a newer release went live.
    const { howADeployRuns } = await import('./how-a-deploy-runs.js');
    place.replaceChildren(howADeployRuns());
    place.dataset.state = 'open';
    button.hidden = true;
    const heading = place.querySelector<HTMLElement>('h3');
    heading?.focus({ preventScroll: true });
    place.scrollIntoView();
  } catch {
    place.replaceChildren(
      element('p', { role: 'alert', class: 'alert' }, 'This part could not be loaded. Reload the page and try again.'),
    );
  } finally {
    button.removeAttribute('aria-busy');
  }
}
