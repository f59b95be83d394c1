import type { ListPages } from '../listing.js';
import { readListPage } from './list-page.js';
import type { DirectSender } from './sender.js';

/** Pages of a listing without the SDK; `through` is asked for each that is not exactly what S3 documents. */
export function directPages(send: DirectSender, through: ListPages): ListPages {
  return {
    bucket: through.bucket,
    async page(prefix, where) {
      const query = {
        'list-type': '2',
        'encoding-type': 'url',
        prefix,
        ...('after' in where ? { 'start-after': where.after } : {}),
        ...('token' in where ? { 'continuation-token': where.token } : {}),
      };
      const answer = await send({ method: 'GET', key: '', query });
      const page = answer?.status === 200 ? readListPage(answer.body.toString()) : undefined;
      return page ?? (await through.page(prefix, where));
    },
  };
}
