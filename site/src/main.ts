import './style/base.css';
import './style/page.css';
import './style/lanes.css';
import { lookForNewer, showLive } from './live-panel.js';
import { followRoutes } from './route.js';

followRoutes();
void showLive();
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void lookForNewer();
});
