import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { XmlNode } from '../s3/xml.js';

const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

export const XML_TYPE = { 'content-type': 'text/xml' } as const;

/** A whole document: results and errors alike are in CloudFront's namespace. */
export function cloudFrontDocument(root: string, children: readonly string[]): string {
  return `<?xml version="1.0"?>\n<${root} xmlns="${NAMESPACE}">${children.join('')}</${root}>`;
}

// Numbers stay text: a path or a caller reference may look like one.
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === 'Path',
});

/** The content of the document's root, or `undefined` when it is not this document. */
export function readCloudFrontXml(body: Buffer, root: string): XmlNode | undefined {
  const text = body.toString('utf8');
  if (XMLValidator.validate(text) !== true) return undefined;
  const content = (parser.parse(text) as XmlNode)[root];
  return typeof content === 'object' && content !== null ? (content as XmlNode) : undefined;
}
