import { userJson } from './account-json.js';
import { PAGES, pageOf, type Route } from './call.js';
import { loginOf } from './identity.js';
import type { Push } from './records.js';
import { nodeId, timestamp } from './urls.js';

export const PUSH_ROUTES: readonly Route[] = [
  {
    operation: 'repos/list-activities',
    method: 'GET',
    path: '/repos/{owner}/{repo}/activity',
    needs: ['contents'],
    access: 'read',
    // GitHub pages it by cursor; one page is all that is asked for here.
    query: [...PAGES, 'ref', 'actor'],
    answer: (call) => {
      const { query } = call.request;
      const wanted = ({ ref, actor }: Push) =>
        (query.get('ref') ?? ref) === ref && (query.get('actor') ?? loginOf(actor)) === loginOf(actor);
      return pageOf(call, call.repository.pushes.filter(wanted).reverse(), (push) => ({
        id: push.id,
        node_id: nodeId('Push', push.id),
        before: push.before,
        after: push.after,
        ref: push.ref,
        timestamp: timestamp(push.at),
        activity_type: push.kind,
        actor: userJson(push.actor, call.urls),
      }));
    },
  },
];
