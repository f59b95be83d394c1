import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { DistributionRequest } from '../local/cloudfront/local-cloudfront.js';
import { DISTRIBUTION, Rehearsal, SITE_BUCKET } from '../local/rehearsal.js';
import type { ActionResult } from '../local/runner.js';

// `npm run try -- FOLDER`: a built front end of yours, deployed to the cloud on this machine by the bundle that a runner
// would start, from the pull request to the visitor.

const [folder, ...options] = process.argv.slice(2);
const once = options.includes('--once') || !process.stdin.isTTY;
/** For a distribution that exists already, whose headers and routes are not those of infra/. */
const ownDistribution = options.includes('--own-distribution');
const SITE = 'public';
/** Node's warnings of its own age are not what somebody wants to read here. */
const environment = { NODE_NO_WARNINGS: '1' };

async function trySite(directory: string): Promise<void> {
  const rehearsal = await Rehearsal.start({
    project: process.cwd(),
    distribution: ownDistribution ? {} : ofInfra(directory),
  });
  // Only what is kept comes back, and infra/ keeps it.
  rehearsal.cloud.s3.store.bucket(SITE_BUCKET).versioning = 'Enabled';
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
    await rehearsal.change(branch, `Release ${release}`, { [SITE]: null, ...filesOf(directory) });
    const pull = rehearsal.open(branch, `Release ${release}`);
    await said('The pull request is planned', rehearsal.planned(pull, 'opened', { inputs, environment }));
    console.log(`Its comment:\n\n${(pull.comments[0]?.body ?? 'none').replace(/^/gm, '    ')}\n`);
    await rehearsal.merge(pull);
    await said('The merge is deployed', rehearsal.deployed({ inputs, environment }));
  }
}

/** The header and the routes that the distribution of infra/ has by default, said where they differ from a plain server's. */
function ofInfra(directory: string): Pick<DistributionRequest, 'headers' | 'functionRewrites'> {
  const variables = readFileSync('infra/modules/static_site/variables.tf', 'utf8');
  const policy = /"content_security_policy" \{[^}]*default\s*=\s*"([^"]*)"/.exec(variables)?.[1];
  if (policy === undefined) throw new Error('infra/modules/static_site/variables.tf has no content_security_policy');
  const pages = Object.keys(filesOf(directory)).filter((path) => path.endsWith('/index.html'));
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
  return Object.fromEntries(files.map((path) => [join(SITE, relative(directory, path)), readFileSync(path)]));
}

async function said(what: string, running: Promise<ActionResult>): Promise<void> {
  console.log(`\n${what}:\n`);
  const { log, exitCode } = await running;
  const readable = log.replace(/^::(add-mask::.*|endgroup::)\n/gm, '').replaceAll('::group::', '> ');
  console.log(readable.trimEnd().replace(/^/gm, '    '));
  if (exitCode !== 0) throw new Error(`${what}: the action failed with exit code ${exitCode}, see above`);
}

// npm changes into the project; the folder is named from where it was called.
const directory = folder === undefined ? undefined : resolve(process.env.INIT_CWD ?? '.', folder);
if (directory === undefined || statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
  console.error(
    `There is no folder ${directory ?? '(none given)'}. Give one that holds a built front end: npm run try -- ../my-site/dist`,
  );
  process.exitCode = 2;
} else {
  try {
    await trySite(directory);
  } catch (thrown) {
    console.error((thrown as Error).message);
    process.exitCode = 1;
  }
}
