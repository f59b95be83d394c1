import type { ListedObject } from '../../../site/stored-object.js';
import { decodedText } from '../../web/xml-text.js';
import { decodedKey } from '../key.js';
import type { ListPage } from '../listing.js';

const ROOT = /^(?:<\?xml(?: \w+="[^"<>]*")*\?>)?\s*<ListBucketResult(?:\s+xmlns="[^"<>]*")?>\s*/;
/** An element of the page that holds only text, or nothing. */
const FIELD = /<([A-Za-z]+)(?:\/>|>([^<]*)<\/\1>)\s*/y;
/** One object, whole: elements of text, and elements of such elements (`Owner`, `RestoreStatus`). */
const OBJECT =
  /<Contents>\s*(?:<([A-Za-z]+)(?:\/>|>[^<]*<\/\1>|>\s*(?:<([A-Za-z]+)(?:\/>|>[^<]*<\/\2>)\s*)+<\/\1>)\s*)*<\/Contents>\s*/y;

/**
 * Reads a page of a listing that was asked for with `encoding-type=url` and without a delimiter. A general reader of XML
 * and the SDK's schemas take most of the time of comparing a large site. So this one knows the one form that S3
 * documents, and gives `undefined` for whatever is not exactly that, an incomplete answer above all.
 */
export function readListPage(xml: string): ListPage | undefined {
  const root = ROOT.exec(xml);
  if (root === null) return undefined;
  const page = new Map<string, string>();
  const objects: [string, ListedObject][] = [];
  let at = root[0].length;
  while (!xml.startsWith('</', at)) {
    const isObject = xml.startsWith('<Contents>', at);
    const element = isObject ? OBJECT : FIELD;
    element.lastIndex = at;
    if (isObject) {
      if (!OBJECT.test(xml)) return undefined;
      const listed = listedObject(xml, at, OBJECT.lastIndex);
      if (listed === undefined) return undefined;
      objects.push(listed);
    } else {
      const [, name = '', text = ''] = FIELD.exec(xml) ?? [];
      if (name === '' || page.has(name)) return undefined;
      page.set(name, text);
    }
    at = element.lastIndex;
  }
  return xml.slice(at).trim() === '</ListBucketResult>' ? complete(page, objects) : undefined;
}

const QUOTED = /^(?:"|&quot;|&#34;)(.*)(?:"|&quot;|&#34;)$/;

function listedObject(xml: string, from: number, to: number): [string, ListedObject] | undefined {
  const key = decodedKey(decodedText(textOf(xml, '<Key>', from, to) ?? '') ?? '');
  const etag = textOf(xml, '<ETag>', from, to)?.replace(QUOTED, '$1');
  const size = textOf(xml, '<Size>', from, to) ?? '';
  if (!key || !etag || !/^[\w-]+$/.test(etag) || !/^\d{1,15}$/.test(size)) return undefined;
  return [key, { etag, size: Number(size) }];
}

/** @returns the text of the only element of that name, as it is encoded, or `undefined` */
function textOf(xml: string, opening: string, from: number, to: number): string | undefined {
  const at = xml.indexOf(opening, from);
  if (at === -1 || at >= to) return undefined;
  const start = at + opening.length;
  const end = xml.indexOf('<', start);
  const another = xml.indexOf(opening, end);
  return another === -1 || another >= to ? xml.slice(start, end) : undefined;
}

/** S3 counts what it lists: a page whose count is another was not read, or not sent, as a whole. */
function complete(page: ReadonlyMap<string, string>, objects: ListPage['objects']): ListPage | undefined {
  if (page.get('EncodingType') !== 'url' || page.get('KeyCount') !== String(objects.length)) return undefined;
  if (page.get('IsTruncated') === 'false') return { objects };
  const next = decodedText(page.get('NextContinuationToken') ?? '');
  return page.get('IsTruncated') === 'true' && next ? { objects, next } : undefined;
}
