import type { SitePorts } from '../../ports/site.js';
import type { LocalFile } from '../../site/compare-files.js';
import { contentTypeOf, isPage, withOwnCharset } from '../../site/content-type.js';
import { type BuildFacts, isImmutable } from '../../site/file-headers.js';
import type { Manifest } from '../../site/manifest.js';
import { lastingNames } from '../../site/names/lasting-names.js';
import { mayName, namingEvidence } from '../../site/names/naming-evidence.js';

/** Where HTML says its charset (HTML standard, prescan of 1,024 bytes). */
const HEAD = 1024;
/** Texts that name files are smaller; what is larger is data in the form of a script. */
const LONGEST_TEXT = 16 * 1024 * 1024;

/** What the build says of its own files: which names last, and which texts have a charset of their own. */
export async function buildFacts(
  files: readonly LocalFile[],
  manifest: Manifest | undefined,
  { folder }: Pick<SitePorts, 'folder'>,
): Promise<BuildFacts> {
  const paths = files.map(({ path }) => path);
  const all = new Set(paths);
  const contentTypes = new Map<string, string>();
  const texts: { readonly path: string; readonly text: string }[] = [];
  for (const file of files) {
    if (!mayName(file.path) || file.size > LONGEST_TEXT) continue;
    const text = Buffer.from(await folder.content(file).bytes()).toString('latin1');
    texts.push({ path: file.path, text });
    const usual = contentTypeOf(file.path);
    if (!isPage(usual) && !usual.startsWith('text/css')) continue;
    const type = withOwnCharset(usual, text.slice(0, HEAD));
    if (type !== usual) contentTypes.set(file.path, type);
  }
  const before = new Set(
    [...(manifest?.files ?? [])].filter(([, { cacheControl }]) => isImmutable(cacheControl)).map(([path]) => path),
  );
  const request = { paths, named: namingEvidence(paths, texts), before };
  const lasting = lastingNames({ ...request, byPeople: new Set() });
  const byPeople = await folder.alsoInCheckout(files.filter(({ path }) => lasting.has(path)));
  return {
    lasting: byPeople.size === 0 ? lasting : lastingNames({ ...request, byPeople }),
    contentTypes,
    hasFile: (path) => all.has(path),
  };
}
