import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateInvalidationCommand,
  GetInvalidationCommand,
  ListInvalidationsCommand,
} from '@aws-sdk/client-cloudfront';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';
import type { Target } from '../target.js';

const API = 'CloudFront API';
const GUIDE = 'CloudFront Developer Guide';

function invalidation(DistributionId: string, CallerReference: string, ...Items: string[]): CreateInvalidationCommand {
  return new CreateInvalidationCommand({
    DistributionId,
    InvalidationBatch: { CallerReference, Paths: { Quantity: Items.length, Items } },
  });
}

async function created(target: Target, id: string, reference: string, ...paths: string[]): Promise<string> {
  const { Invalidation } = await target.cloudfront.send(invalidation(id, reference, ...paths));
  return Invalidation?.Id ?? '';
}

export const INVALIDATION_CHECKS: readonly ConformanceCheck[] = [
  {
    name: 'an invalidation is created with 201, its address, and what was sent',
    service: 'cloudfront',
    source: `${API}: CreateInvalidation`,
    expected: { status: 201, location: true, reference: 'run-1', paths: ['/index.html', '/docs/*'] },
    async run(target) {
      const id = await target.newDistribution();
      const reply = await target.cloudfront.send(invalidation(id, 'run-1', '/index.html', '/docs/*'));
      const batch = reply.Invalidation?.InvalidationBatch;
      return {
        status: reply.$metadata.httpStatusCode ?? 0,
        location:
          reply.Location?.endsWith(`/2020-05-31/distribution/${id}/invalidation/${reply.Invalidation?.Id}`) ?? false,
        reference: batch?.CallerReference ?? null,
        paths: batch?.Paths?.Items ?? null,
      };
    },
  },
  {
    name: 'an invalidation is in progress first',
    service: 'cloudfront',
    source: `${API}: Invalidation, Status`,
    expected: 'InProgress',
    async run(target) {
      const id = await target.newDistribution();
      const { Invalidation } = await target.cloudfront.send(invalidation(id, 'run-1', '/a'));
      return Invalidation?.Status ?? null;
    },
  },
  {
    name: 'and "Completed" when it is done, in these letters',
    service: 'cloudfront',
    source: `${API}: Invalidation, Status`,
    expected: 'Completed',
    async run(target) {
      const id = await target.newDistribution();
      const Id = await created(target, id, 'run-1', '/a');
      for (let attempt = 1; ; attempt++) {
        const { Invalidation } = await target.cloudfront.send(new GetInvalidationCommand({ DistributionId: id, Id }));
        if (Invalidation?.Status !== 'InProgress' || attempt === 50) return Invalidation?.Status ?? null;
        await sleep(20);
      }
    },
  },
  {
    name: 'the same caller reference with the same paths gives the invalidation that it made',
    service: 'cloudfront',
    source: `${API}: InvalidationBatch, CallerReference`,
    expected: { same: true, listed: 1 },
    async run(target) {
      const id = await target.newDistribution();
      const first = await created(target, id, 'run-1', '/a', '/b');
      const second = await created(target, id, 'run-1', '/a', '/b');
      const list = await target.cloudfront.send(new ListInvalidationsCommand({ DistributionId: id }));
      return { same: first === second, listed: list.InvalidationList?.Quantity ?? 0 };
    },
  },
  {
    name: 'the same caller reference with other paths is InvalidationBatchAlreadyExists',
    service: 'cloudfront',
    source: `${API}: InvalidationBatch, CallerReference (its status is not documented)`,
    expected: 'InvalidationBatchAlreadyExists',
    async run(target) {
      const id = await target.newDistribution();
      await created(target, id, 'run-1', '/a');
      return (await answerOf(target.cloudfront.send(invalidation(id, 'run-1', '/b')))).replace(/^4\d\d /, '');
    },
  },
  {
    name: 'another caller reference with the same paths makes another invalidation',
    service: 'cloudfront',
    source: `${API}: InvalidationBatch, CallerReference`,
    expected: false,
    async run(target) {
      const id = await target.newDistribution();
      return (await created(target, id, 'run-1', '/a')) === (await created(target, id, 'run-2', '/a'));
    },
  },
  {
    name: 'a quantity that is not the number of paths is InconsistentQuantities',
    service: 'cloudfront',
    source: `${API}: CreateInvalidation, Errors`,
    expected: '400 InconsistentQuantities',
    async run(target) {
      const command = new CreateInvalidationCommand({
        DistributionId: await target.newDistribution(),
        InvalidationBatch: { CallerReference: 'run-1', Paths: { Quantity: 2, Items: ['/a'] } },
      });
      return await answerOf(target.cloudfront.send(command));
    },
  },
  {
    name: 'a path with a raw space or a letter outside ASCII is InvalidArgument',
    service: 'cloudfront',
    source: `${GUIDE}: Invalidate files (URL-encode characters that are unsafe or not ASCII)`,
    expected: ['400 InvalidArgument', '400 InvalidArgument'],
    async run(target) {
      const id = await target.newDistribution();
      return [
        await answerOf(target.cloudfront.send(invalidation(id, 'run-1', '/a b'))),
        await answerOf(target.cloudfront.send(invalidation(id, 'run-2', '/Ö'))),
      ];
    },
  },
  {
    name: 'sixteen wildcards at one time are TooManyInvalidationsInProgress',
    service: 'cloudfront',
    source: `${GUIDE}: Quotas (15 wildcard invalidations in progress)`,
    expected: '400 TooManyInvalidationsInProgress',
    async run(target) {
      const paths = Array.from({ length: 16 }, (_, index) => `/${index}/*`);
      return await answerOf(target.cloudfront.send(invalidation(await target.newDistribution(), 'run-1', ...paths)));
    },
  },
  {
    name: 'a distribution that does not exist is NoSuchDistribution',
    service: 'cloudfront',
    source: `${API}: CreateInvalidation, GetInvalidation, ListInvalidations, Errors`,
    expected: ['404 NoSuchDistribution', '404 NoSuchDistribution', '404 NoSuchDistribution'],
    async run({ cloudfront }) {
      const DistributionId = 'ENOTTHERE';
      return [
        await answerOf(cloudfront.send(invalidation(DistributionId, 'run-1', '/a'))),
        await answerOf(cloudfront.send(new GetInvalidationCommand({ DistributionId, Id: 'INOTTHERE' }))),
        await answerOf(cloudfront.send(new ListInvalidationsCommand({ DistributionId }))),
      ];
    },
  },
  {
    name: 'an invalidation that does not exist is NoSuchInvalidation',
    service: 'cloudfront',
    source: `${API}: GetInvalidation, Errors`,
    expected: '404 NoSuchInvalidation',
    async run(target) {
      const DistributionId = await target.newDistribution();
      return await answerOf(target.cloudfront.send(new GetInvalidationCommand({ DistributionId, Id: 'INOTTHERE' })));
    },
  },
  {
    name: 'invalidations are listed newest first, in pages that a marker joins',
    service: 'cloudfront',
    source: `${API}: ListInvalidations`,
    expected: { inOrder: true, pages: 3 },
    async run(target) {
      const DistributionId = await target.newDistribution();
      const made: string[] = [];
      for (let index = 1; index <= 5; index++) made.push(await created(target, DistributionId, `run-${index}`, '/a'));
      const listed: string[] = [];
      let Marker: string | undefined;
      let pages = 0;
      do {
        const command = new ListInvalidationsCommand({ DistributionId, MaxItems: 2, ...(Marker ? { Marker } : {}) });
        const { InvalidationList } = await target.cloudfront.send(command);
        listed.push(...(InvalidationList?.Items ?? []).map(({ Id = '' }) => Id));
        Marker = InvalidationList?.IsTruncated ? InvalidationList.NextMarker : undefined;
        pages += 1;
      } while (Marker !== undefined && pages < 10);
      return { inOrder: listed.join() === made.reverse().join(), pages };
    },
  },
];
