import { join } from 'node:path';
import type { PackagesConfig } from '../config/config.js';
import { isSuspect } from '../config/named-secrets.js';
import type { Repository } from '../event/event.js';
import type { RunContext } from '../operation/run/context.js';
import { connectedLine } from '../operation/run/plan-commands.js';
import type { StageConnector } from '../ports/promotion.js';
import type { SiteConnector } from '../ports/site.js';
import { type AwsConnection, connectAws } from './aws/connect-aws.js';
import type { PackageConnections } from './connect-packages.js';
import { knownDriftFile } from './files/known-drift-file.js';
import { mergeCheckout } from './files/merge-checkout.js';
import { mergeTrees } from './files/merge-trees.js';
import type { GitHubConnection } from './github/api.js';
import { connectGitHub, type GitHub } from './github/connect-github.js';
import { lockUser } from './runner/lock-user.js';
import { actionsLog } from './runner/log.js';
import { actionsOpenDeployment } from './runner/open-deployment.js';
import { actionsRunFiles } from './runner/run-files.js';
import { actionsRunState } from './runner/run-state.js';
import { actionsSecrets } from './runner/secret-register.js';
import { stepResults } from './runner/step-results.js';
import { bucketContents } from './s3/bucket-contents.js';
import { s3Connection } from './s3/connection.js';
import { connectTerraform, type Terraform } from './terraform/cli.js';
import { terraformEnvironment } from './terraform/inherited-environment.js';
import { siteClock } from './web/clock.js';
import { pathProbe } from './web/path-probe.js';
import { plainFetch } from './web/plain-fetch.js';
import { namesProxy } from './web/proxy.js';
import { webhook } from './web/webhook.js';

/** One for all that ask GitHub, so that they share its connections. */
const toGitHub = plainFetch();

/** Everything an operation may ask of the world. Nothing is asked, started or loaded before the first call. */
export async function connect(context: RunContext) {
  const { config, repository, signal } = context;
  const aws = connectAws(config.aws, process.env, actionsSecrets.add, {
    folder: actionsRunFiles.folder,
    say: actionsLog.info,
  });
  const terraform = await connectStack(context, aws);
  const github = connectGitHub(gitHubConnection(repository, config.githubToken, signal));
  const { prepare, owner } = aws;
  const s3 = s3Connection({ client: aws.client, owner, prepare, signal });
  const site: SiteConnector = async (target) => {
    const { connectSite } = await import('./connect-site.js');
    return connectSite({
      directory: join(context.workspace, config.site?.directory ?? ''),
      bucket: target.bucket,
      s3,
      client: aws.client,
      prepare,
      runs: github.runs,
      log: actionsLog,
      signal,
    });
  };
  const stage: StageConnector = async (other) => {
    const { connectStage } = await import('./connect-stage.js');
    return connectStage(other, { s3, reader: config.aws.role, signal });
  };
  const packages = config.packages && (await connected(context, config.packages, { aws, s3 }));
  const git = {
    url: `${process.env.GITHUB_SERVER_URL ?? 'https://github.com'}/${repository.fullName}.git`,
    token: config.githubToken,
    environment: process.env,
  };
  return {
    log: actionsLog,
    secrets: actionsSecrets,
    results: stepResults,
    aws,
    github,
    openDeployment: actionsOpenDeployment,
    comments: github.comments,
    issues: github.issues,
    pulls: github.pulls,
    settings: github.settings,
    webhook: webhook(signal),
    checkout: mergeCheckout({ workspace: context.workspace, ...git }),
    /** For what comes after the deploy, and may be cut off. */
    openPlans: (until: AbortSignal) => ({
      log: actionsLog,
      github: connectGitHub(gitHubConnection(repository, config.githubToken, until)),
      mergeTrees: mergeTrees({ ...git, signal: until, temporary: actionsRunFiles.folder }),
    }),
    knownDrift: knownDriftFile(context.workspace),
    site,
    stage,
    paths: pathProbe(signal),
    clock: siteClock(signal),
    buckets: bucketContents(s3),
    packages,
    terraform,
  };
}

/** Loaded only where there are packages. */
async function connected(context: RunContext, packages: PackagesConfig, connections: PackageConnections) {
  const { connectPackages } = await import('./connect-packages.js');
  return connectPackages(context, packages, connections);
}

function gitHubConnection({ owner, name }: Repository, token: string, signal: AbortSignal): GitHubConnection {
  const apiUrl = process.env.GITHUB_API_URL ?? 'https://api.github.com';
  const fetch = namesProxy(process.env) ? undefined : toGitHub;
  return { token, apiUrl, owner, repo: name, log: actionsLog, signal, lockUser: lockUser(), fetch };
}

/** For `post`, which nobody is to interrupt. */
export function gitHubAfterwards(repository: Repository, token: string): GitHub {
  return connectGitHub(gitHubConnection(repository, token, new AbortController().signal));
}

async function connectStack(
  { config, workspace, signal }: RunContext,
  aws: AwsConnection,
): Promise<Terraform | undefined> {
  const { infrastructure, stage } = config;
  if (infrastructure === undefined) return undefined;
  const absolute = (path: string) => join(workspace, path);
  return connectTerraform({
    binary: infrastructure.binary,
    version: infrastructure.version,
    repository: workspace,
    directory: absolute(infrastructure.directory),
    workspace: infrastructure.workspace,
    varFiles: infrastructure.varFiles.map(absolute),
    variables: infrastructure.variables,
    stage,
    backendConfig: infrastructure.backendConfig.map((setting) => (setting.includes('=') ? setting : absolute(setting))),
    lockTimeout: infrastructure.lockTimeout,
    connectedLine: (command) => connectedLine(infrastructure, command),
    environment: await aws.environment(terraformEnvironment(process.env, infrastructure)),
    temporaryDirectory: actionsRunFiles.folder(),
    log: actionsLog,
    signal,
    runState: actionsRunState,
    mask: actionsSecrets.add,
    suspect: (name, value) => {
      if (isSuspect(name, value)) actionsSecrets.addUnplanned(value);
    },
    planRead: (sensitive) => {
      for (const value of sensitive) actionsSecrets.add(value);
      actionsSecrets.planned();
    },
  });
}
