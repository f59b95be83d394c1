import { childText, element, nested, type XmlNode } from '../s3/xml.js';
import { CloudFrontError } from './cloudfront-error.js';
import type { Invalidation, InvalidationBatch } from './invalidation.js';
import { readCloudFrontXml } from './xml.js';

/** Throws `MissingBody`, `MalformedXML`, `InconsistentQuantities`. */
export function readInvalidationBatch(body: Buffer): InvalidationBatch {
  if (body.length === 0) throw new CloudFrontError('MissingBody');
  const batch = readCloudFrontXml(body, 'InvalidationBatch');
  const paths = childOf(batch, 'Paths');
  if (batch === undefined || paths === undefined) throw new CloudFrontError('MalformedXML');
  const listed = childOf(paths, 'Items')?.Path;
  const items = Array.isArray(listed) ? listed.map(String) : [];
  if (childText(paths, 'Quantity') !== String(items.length)) throw new CloudFrontError('InconsistentQuantities');
  return { callerReference: childText(batch, 'CallerReference') ?? '', paths: items };
}

export function invalidationXml({ id, status, createdAt, callerReference, paths }: Invalidation): readonly string[] {
  const items = paths.map((path) => element('Path', path));
  return [
    element('Id', id),
    element('Status', status),
    element('CreateTime', new Date(createdAt).toISOString()),
    nested('InvalidationBatch', [
      nested('Paths', [element('Quantity', items.length), nested('Items', items)]),
      element('CallerReference', callerReference),
    ]),
  ];
}

/** The children of an `InvalidationList`: newest first, `limit` of them after the one named `marker`. */
export function invalidationListXml(
  invalidations: readonly Invalidation[],
  marker: string | undefined,
  limit: number,
): readonly string[] {
  const newestFirst = [...invalidations].reverse();
  const from = marker === undefined ? 0 : newestFirst.findIndex(({ id }) => id === marker) + 1;
  if (marker !== undefined && from === 0) throw new CloudFrontError('InvalidArgument');
  const page = newestFirst.slice(from, from + limit);
  const truncated = from + limit < newestFirst.length;
  const items = page.map(({ id, status, createdAt }) =>
    nested('InvalidationSummary', [
      element('Id', id),
      element('CreateTime', new Date(createdAt).toISOString()),
      element('Status', status),
    ]),
  );
  return [
    element('Marker', marker ?? ''),
    element('NextMarker', truncated ? page.at(-1)?.id : undefined),
    element('MaxItems', limit),
    element('IsTruncated', truncated),
    element('Quantity', items.length),
    ...(items.length === 0 ? [] : [nested('Items', items)]),
  ];
}

function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  const child = node?.[name];
  return typeof child === 'object' && child !== null ? (child as XmlNode) : undefined;
}
