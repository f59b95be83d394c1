import { decodedText } from '../../web/xml-text.js';

/** An element with text, or with elements. */
export interface Xml {
  readonly text: string;
  readonly children: readonly (readonly [name: string, Xml])[];
}

const DECLARATION = /^(?:<\?xml(?: \w+="[^"<>]*")*\?>)?\s*/;
/** Text up to a tag, and the tag; only a root has attributes. */
const TAG = /([^<]*)<(\/?)([A-Za-z0-9]+)(?: xmlns="[^"<>]*")?(\/?)>/y;

interface Open {
  readonly name: string;
  readonly children: [string, Xml][];
}

/**
 * The one form in which CloudFront answers: elements and text. `undefined` for everything else, and for an
 * answer that breaks off: a general reader takes longer to load than the answer to come.
 */
export function readXml(document: string, root: string): Xml | undefined {
  const open: Open[] = [{ name: '', children: [] }];
  let at = DECLARATION.exec(document)?.[0].length ?? 0;
  while (at < document.length) {
    TAG.lastIndex = at;
    const [whole = '', text = '', closing, name = '', empty] = TAG.exec(document) ?? [];
    if (whole === '') break;
    at += whole.length;
    const current = open.at(-1) as Open;
    if (closing === '/') {
      const decoded = decodedText(text);
      // Words beside elements are of no form that is known.
      const isMixed = current.children.length > 0 && text.trim() !== '';
      if (current.name !== name || decoded === undefined || isMixed || empty === '/') return undefined;
      open.pop();
      open.at(-1)?.children.push([name, { text: decoded, children: current.children }]);
    } else {
      if (text.trim() !== '') return undefined;
      if (empty === '/') current.children.push([name, { text: '', children: [] }]);
      else open.push({ name, children: [] });
    }
    if (open.length === 1) break;
  }
  const [found, ...others] = open[0]?.children ?? [];
  const isWhole = open.length === 1 && others.length === 0 && document.slice(at).trim() === '';
  return isWhole && found?.[0] === root ? found[1] : undefined;
}

/** The only child of that name. */
export function childOf(element: Xml | undefined, name: string): Xml | undefined {
  const [found, ...others] = element?.children.filter(([each]) => each === name) ?? [];
  return others.length === 0 ? found?.[1] : undefined;
}

export function textOf(element: Xml | undefined, name: string): string | undefined {
  return childOf(element, name)?.text;
}
