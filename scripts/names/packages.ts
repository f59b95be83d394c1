import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localFiles } from '../../src/gateways/files/site-folder.js';
import { buildFacts } from '../../src/operation/site/facts.js';

/** What people copy into their sites: libraries, editors, players, maps, icons and fonts. */
const COPIED = (
  'bootstrap@5 bootstrap-icons@1 @fortawesome/fontawesome-free@7 @mdi/svg@7 flag-icons@7 katex@0 mathjax@3 pdfjs-dist@5 ' +
  'leaflet@1 jquery@4 jquery-ui-dist@1 @highlightjs/cdn-assets@11 ace-builds@1 codemirror@5 video.js@8 plyr@3 ' +
  'swagger-ui-dist@5 redoc@2 mermaid@11 cesium@1 ionicons@8 @ionic/core@9 @twemoji/svg@15 simple-icons@16 ' +
  'remixicon@4 weather-icons@1 feather-icons@4 primeicons@8 @fontsource/roboto@5 @fontsource/inter@5 ' +
  '@fontsource/noto-sans-jp@5 reveal.js@6 slick-carousel@2 photoswipe@5 lightgallery@2 chart.js@4 d3@7 echarts@6 ol@10 ' +
  'maplibre-gl@6 @material-design-icons/svg@0 tinymce@8 ckeditor4@4 monaco-editor@0 country-flag-icons@1 dojo@1 dijit@1 ' +
  'materialize-css@1 foundation-sites@6 bulma@1 semantic-ui-css@2 datatables.net@3 swiper@14 aos@2 ' +
  '@shoelace-style/shoelace@2 cropperjs@2 summernote@0'
).split(' ');

/** Of these the own bundler has hashed files, under such names: that they last is right. */
const HASHED_BY_THEIR_BUNDLER: Readonly<Record<string, RegExp>> = {
  '@ionic/core': /(?:^|\/)p-[\w-]{8}\.js$/,
  '@shoelace-style/shoelace': /\/chunk\.[A-Z2-7]{8}\.js$/,
  cesium: /\/chunk-[A-Z2-7]{8}\.js$/,
  ionicons: /\/[a-z-]+-[\w-]{8}\.js$/,
  mermaid: /-[A-Z2-7]{8}\.mjs$/,
  'monaco-editor': /-[\w-]{8}\.(?:js|css|ttf)$/,
};

export interface PackageFindings {
  readonly packages: number;
  readonly files: number;
  /** By package: how many names last that its own bundler has hashed. */
  readonly right: Readonly<Record<string, number>>;
  /** Every other name that would be kept for a year. */
  readonly wrong: readonly string[];
}

/** Looks at each package as at a site of its own, with what a deploy itself reads. */
export async function lastingInPackages(scratch: string): Promise<PackageFindings> {
  install(scratch);
  const right: Record<string, number> = {};
  const wrong: string[] = [];
  let files = 0;
  const names = COPIED.map((one) => one.slice(0, one.lastIndexOf('@')));
  for (const name of names) {
    const found = await lastingBelow(join(scratch, 'node_modules', name));
    const own = HASHED_BY_THEIR_BUNDLER[name];
    const expected = found.lasting.filter((path) => own?.test(path) === true);
    files += found.files;
    if (expected.length > 0) right[name] = expected.length;
    wrong.push(...found.lasting.filter((path) => !expected.includes(path)).map((path) => `${name}/${path}`));
  }
  return { packages: names.length, files, right, wrong };
}

async function lastingBelow(directory: string): Promise<{ files: number; lasting: readonly string[] }> {
  const folder = localFiles(directory, undefined);
  const walked = await folder.walk((path) => path.split('/').includes('node_modules'));
  const files = await folder.hash(walked.files);
  const { lasting } = await buildFacts(files, undefined, { folder });
  return { files: files.length, lasting: [...lasting].sort() };
}

/** None of their scripts runs: only their files are looked at. */
function install(scratch: string): void {
  if (existsSync(join(scratch, 'node_modules'))) return;
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, 'package.json'), '{"private":true}\n');
  const options = '--ignore-scripts --no-audit --no-fund --legacy-peer-deps --omit=peer --omit=optional'.split(' ');
  const { status } = spawnSync('npm', ['install', ...options, ...COPIED], { cwd: scratch, stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm install ended with ${status}`);
}
