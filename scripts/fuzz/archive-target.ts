import { madeZip } from '../../__tests__/lambda/zip-maker.js';
import { checkedArchive } from '../../src/lambda/archive/checks.js';
import { archiveDigest, entryContent, entryHead } from '../../src/lambda/archive/contents.js';
import { archiveDirectory } from '../../src/lambda/archive/directory.js';
import { faultyBytes } from './mutations.js';
import type { Target } from './target.js';

const SYMLINK = 0o120777;

export function archiveTarget(): Target {
  const seeds = [
    madeZip([
      { name: 'index.mjs', content: 'export const handler = async () => "ok";\n', mode: 0o100644 },
      { name: 'lib/', mode: 0o040755 },
      { name: 'lib/data.json', content: '{"a":1}'.repeat(200), mode: 0o100644 },
      { name: 'lib/link', content: '../index.mjs', mode: SYMLINK },
    ]),
    madeZip([{ name: 'stored.txt', content: 'x'.repeat(300), method: 0 }], 'a comment'),
    madeZip([
      { name: './a', content: 'a' },
      { name: 'a', content: 'a' },
    ]),
    madeZip([]),
  ];
  return {
    name: 'archives',
    once: (random) => {
      const archive = faultyBytes(random.of(seeds), random);
      const entries = archiveDirectory(archive, 'api');
      for (const entry of entries) {
        entryContent(archive, entry);
        entryHead(archive, entry);
      }
      return [checkedArchive(archive, 'api'), archiveDigest(archive, 'api')];
    },
  };
}
