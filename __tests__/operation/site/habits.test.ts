import { afterEach, expect, test } from '@jest/globals';
import { type Files, type SiteStage, siteStage } from './stage.js';

let stage: SiteStage;
afterEach(async () => {
  await stage.stop();
});

const HASHED = ['one-BX2k9aQz', 'two-Dk3Zx9Qa', 'three-CIZdxe-7', 'four-dHwKbbPH'];
const PEOPLES = ['main', 'menu', 'cart', 'login', 'search', 'print'];
let runs = 0;

/** A page that names these scripts of one folder, and a picture that somebody has named. */
function folderOf(names: readonly string[], version: string): Files {
  const scripts = names.map((name) => `assets/${name}.js`);
  const page = scripts.map((path) => `<script src="/${path}"></script>`).join('');
  return {
    'index.html': `<!doctype html><title>Shop</title>${page}<img src="/assets/room-4a12b07c.jpg">`,
    'assets/room-4a12b07c.jpg': `a photo, ${version}`,
    ...Object.fromEntries(scripts.map((path) => [path, PEOPLES.some((name) => path.includes(name)) ? version : path])),
  };
}

/** Deploys it, and says which of its scripts and pictures browsers keep. */
async function kept(files: Files) {
  stage.build(files);
  runs += 1;
  const run = { id: String(runs), attempt: '1', url: '' };
  const { plan } = await stage.deploy({ run });
  stage.completedRuns.add(run.id);
  const lasting = Object.keys(files).filter((path) =>
    stage.bucket.current(path)?.headers['cache-control']?.includes('immutable'),
  );
  return { lasting: lasting.map((path) => path.slice('assets/'.length, -'.js'.length)).sort(), counts: plan.counts };
}

test("a folder's habit appears, is lost and stays what it was, and people's files change throughout", async () => {
  stage = await siteStage();
  const none = await kept(folderOf([...PEOPLES.slice(0, 3), ...HASHED.slice(0, 1)], 'first'));
  expect(none.lasting).toEqual([]);

  const appeared = await kept(folderOf([...PEOPLES.slice(0, 3), ...HASHED], 'second'));
  expect(appeared.lasting).toEqual([...HASHED].sort());
  // The script that was there already gets its rule, and no other bytes.
  expect(appeared.counts).toMatchObject({ new: 3, headers: 1 });

  const lost = await kept(folderOf([...PEOPLES, ...HASHED], 'third'));
  expect(lost.lasting).toEqual([...HASHED].sort());
  expect(lost.counts).toMatchObject({ new: 3, headers: 0, unchanged: 4 });

  const gone = await kept(folderOf(PEOPLES, 'fourth'));
  expect(gone.lasting).toEqual([]);
  const back = await kept(folderOf([...PEOPLES, ...HASHED], 'fifth'));
  expect(back.lasting).toEqual([...HASHED].sort());
});
