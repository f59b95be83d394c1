import { XMLParser, XMLValidator } from 'fast-xml-parser';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** One element; `text` is escaped, `undefined` gives nothing at all. */
export function element(name: string, text: string | number | boolean | undefined): string {
  return text === undefined ? '' : `<${name}>${escapeXml(String(text))}</${name}>`;
}

/** One element around elements that are XML already. */
export function nested(name: string, children: readonly string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

/** A whole document. Errors have no namespace, results have S3's. */
export function xmlDocument(
  root: string,
  children: readonly string[],
  { namespace }: { readonly namespace: boolean } = { namespace: true },
): string {
  const opening = namespace ? `<${root} xmlns="${NAMESPACE}">` : `<${root}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${opening}${children.join('')}</${root}>`;
}

// Entities are decoded here: the parser's own decoding has a limit on their number, and keys may be full of them.
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: false,
  isArray: (name) => name === 'Object' || name === 'Part',
});

export type XmlNode = { readonly [name: string]: unknown };

/** The content of the document's root, or `undefined` when it is not this document. */
export function readXml(body: Buffer, root: string): XmlNode | undefined {
  const text = body.toString('utf8');
  if (XMLValidator.validate(text) !== true) return undefined;
  const content = (parser.parse(text) as XmlNode)[root];
  return typeof content === 'object' && content !== null ? (content as XmlNode) : undefined;
}

/** The text of a child, entities decoded. */
export function childText(node: XmlNode, name: string): string | undefined {
  const value = node[name];
  return typeof value === 'string' ? unescapeXml(value) : undefined;
}

/** The children of a name that the parser keeps as a list (`Object`, `Part`). */
export function childNodes(node: XmlNode, name: string): readonly XmlNode[] {
  const value = node[name];
  if (!Array.isArray(value)) return [];
  return value.map((child: unknown) => (typeof child === 'object' && child !== null ? (child as XmlNode) : {}));
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number.parseInt(decimal, 10));
    return ENTITIES[name ?? ''] ?? whole;
  });
}
