import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { DistributionRequest } from '../local/cloudfront/local-cloudfront.js';
import { DISTRIBUTION, Rehearsal, SITE_BUCKET } from '../local/rehearsal.js';
import type { ActionResult } from '../local/runner.js';
import type { Bucket } from '../local/s3/bucket.js';
import type { StoredObject } from '../local/s3/stored-object.js';
import { contentTypeOf } from '../src/site/content-type.js';

// `npm run try -- FOLDER`: a built front end of yours, deployed to the cloud on this machine by the bundle that a runner
// would start, from the pull request to the visitor.

const OPTIONS = {
  once: { type: 'boolean' },
  /** For a distribution that exists already, whose headers and routes are not those of infra/. */
  'own-distribution': { type: 'boolean' },
  /** What the bucket holds before the first deploy, as a folder. */
  existing: { type: 'string' },
} as const;
const { values: options, positionals } = givenOptions();
const once = options.once === true || !process.stdin.isTTY;
const SITE = 'public';
/** Node's warnings of its own age are not what somebody wants to read here. */
const environment = { NODE_NO_WARNINGS: '1' };

async function trySite(directory: string, existing: string | undefined): Promise<void> {
  const rehearsal = await Rehearsal.start({
    project: process.cwd(),
    distribution: options['own-distribution'] === true ? {} : ofInfra(directory),
  });
  const bucket = rehearsal.cloud.s3.store.bucket(SITE_BUCKET);
  // Only what is kept comes back, and infra/ keeps it.
  bucket.versioning = 'Enabled';
  const before = existing === undefined ? [] : filledFrom(existing, bucket);
  const inputs = {
    'infra-directory': '',
    'site-directory': SITE,
    'site-bucket': SITE_BUCKET,
    'distribution-id': DISTRIBUTION,
    'site-url': rehearsal.edge,
    'backend-config': '',
  };
  try {
    await released(1);
    if (existing !== undefined)
      console.log(`\n${whatBecameOf(before, bucket, new Set(Object.keys(filesOf(directory))))}`);
    if (once) {
      return console.log(
        `\nVisitors saw it at ${rehearsal.edge}, until this ended. In a terminal it stays open, so that a browser can look.`,
      );
    }
    console.log(`\nVisitors see it at ${rehearsal.edge}`);
    const keyboard = createInterface({ input: process.stdin, output: process.stdout });
    keyboard.on('close', () => void rehearsal.stop().then(() => process.exit(0)));
    for (let release = 2; ; release++) {
      await keyboard.question('Enter deploys what the folder holds now, Ctrl-C ends: ');
      await released(release);
    }
  } finally {
    await rehearsal.stop();
  }

  async function released(release: number): Promise<void> {
    const branch = `release-${release}`;
    const files = Object.entries(filesOf(directory)).map(([name, content]) => [join(SITE, name), content]);
    await rehearsal.change(branch, `Release ${release}`, { [SITE]: null, ...Object.fromEntries(files) });
    const pull = rehearsal.open(branch, `Release ${release}`);
    await said('The pull request is planned', rehearsal.planned(pull, 'opened', { inputs, environment }));
    console.log(`Its comment:\n\n${(pull.comments[0]?.body ?? 'none').replace(/^/gm, '    ')}\n`);
    await rehearsal.merge(pull);
    await said('The merge is deployed', rehearsal.deployed({ inputs, environment }));
  }
}

function givenOptions() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (thrown) {
    console.error(
      `${(thrown as Error).message.split('. ')[0]}: there are --existing FOLDER, --own-distribution and --once`,
    );
    return process.exit(2);
  }
}

/** As `aws s3 sync` would have stored it: without a `Cache-Control`, and in no manifest. */
function filledFrom(directory: string, bucket: Bucket): readonly StoredObject[] {
  const files = Object.entries(filesOf(directory));
  console.log(`The bucket holds ${files.length} objects before the first deploy: the files of ${directory}`);
  return files.map(([name, content]) => {
    const key = name.split(sep).join('/');
    return bucket.put(key, content, { headers: { 'content-type': contentTypeOf(key) } });
  });
}

/** What the first deploy did with the objects that were there. */
function whatBecameOf(before: readonly StoredObject[], bucket: Bucket, built: ReadonlySet<string>): string {
  const kept = before.filter(({ key, versionId }) => bucket.current(key)?.versionId === versionId && !built.has(key));
  const same = before.filter(({ key, etag }) => built.has(key) && bucket.current(key)?.etag === etag);
  const replaced = before.filter(({ key, etag }) => built.has(key) && bucket.current(key)?.etag !== etag);
  const gone = before.filter(({ key }) => bucket.current(key) === undefined);
  const names = kept.slice(0, 5).map(({ key }) => key);
  return `Of the ${before.length} objects that were in the bucket:

    ${same.length} adopted: the build has the same file, so that only their headers were set
    ${replaced.length} replaced: the build has another file of that name
    ${kept.length} kept as they are, by later deploys too: no build has had them${names.length === 0 ? '' : ` (${[...names, ...(kept.length > names.length ? ['...'] : [])].join(', ')})`}
    ${gone.length} deleted`;
}

/** The header and the routes that the distribution of infra/ has by default, said where they differ from a plain server's. */
function ofInfra(directory: string): Pick<DistributionRequest, 'headers' | 'functionRewrites'> {
  const variables = readFileSync('infra/modules/static_site/variables.tf', 'utf8');
  const policy = /"content_security_policy" \{[^}]*default\s*=\s*"([^"]*)"/.exec(variables)?.[1];
  if (policy === undefined) throw new Error('infra/modules/static_site/variables.tf has no content_security_policy');
  const pages = Object.keys(filesOf(directory)).filter((path) => /(^|[\\/])index\.html$/.test(path));
  const isSinglePage = pages.length <= 1;
  console.log(`As infra/ serves it (--own-distribution leaves that out):

    content-security-policy: ${policy}
        What a page loads from elsewhere, and inline scripts and styles, are blocked: see the browser's console.
        The stack's variable content_security_policy changes it.
    routing: ${isSinglePage ? 'every path without a file name is answered by /index.html' : 'none here: the pages are in folders, for which the stack takes routing = "folders"'}`);
  return { headers: { 'content-security-policy': policy }, functionRewrites: isSinglePage ? 'spa' : 'none' };
}

function filesOf(directory: string): Record<string, Buffer> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
  return Object.fromEntries(files.map((path) => [relative(directory, path), readFileSync(path)]));
}

async function said(what: string, running: Promise<ActionResult>): Promise<void> {
  console.log(`\n${what}:\n`);
  const { log, exitCode } = await running;
  const readable = log.replace(/^::(add-mask::.*|endgroup::)\n/gm, '').replaceAll('::group::', '> ');
  console.log(readable.trimEnd().replace(/^/gm, '    '));
  if (exitCode !== 0) throw new Error(`${what}: the action failed with exit code ${exitCode}, see above`);
}

// npm changes into the project; the folders are named from where it was called.
const named = (folder: string | undefined) =>
  folder === undefined ? undefined : resolve(process.env.INIT_CWD ?? '.', folder);
const isFolder = (path: string | undefined): path is string =>
  path !== undefined && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
const directory = named(positionals[0]);
const existing = named(options.existing);
if (!isFolder(directory)) {
  console.error(
    `There is no folder ${directory ?? '(none given)'}. Give one that holds a built front end: npm run try -- ../my-site/dist`,
  );
  process.exitCode = 2;
} else if (existing !== undefined && !isFolder(existing)) {
  console.error(`There is no folder ${existing}. Fill it from your bucket: aws s3 sync s3://BUCKET ${existing}`);
  process.exitCode = 2;
} else {
  try {
    await trySite(directory, existing);
  } catch (thrown) {
    console.error((thrown as Error).message);
    process.exitCode = 1;
  }
}
