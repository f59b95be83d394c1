import './style/base.css';
import './style/page.css';
import './style/lanes.css';
import { followRoutes } from './follow-routes.js';
import { lookForNewer, showLive } from './live-panel.js';

followRoutes();
void showLive();
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void lookForNewer();
});
