import { connectSite } from '../../src/gateways/connect-site.js';
import { Progress } from '../../src/operation/run/progress.js';
import { deploySite, SITE_STEPS } from '../../src/operation/site/deploy.js';
import type { Log } from '../../src/ports/run.js';

// One deploy as a process of its own, as the runner starts the action. FOLDER BUCKET [DISTRIBUTION]

const [directory = '', bucket = '', distribution] = process.argv.slice(2);
const log: Log = {
  info: () => {},
  warning: (message) => console.error(message),
  error: (message) => console.error(message),
  group: async (_title, work) => await work(),
};
const { signal } = new AbortController();
const runs = { isCompleted: async () => true };
const report = await deploySite(
  {
    directory,
    bucket,
    prefix: '',
    distributions: distribution === undefined ? [] : [distribution],
    cacheRules: [],
    exclude: [],
    keepUnreferencedDays: 7,
    maxDeletes: 1000,
    invalidation: 'changed',
    verifyTimeoutSeconds: 0,
    releaseFile: '',
    commit: '0123456789abcdef',
    stage: 'bench',
    run: { id: '1', url: 'bench' },
    now: new Date(),
  },
  connectSite({ directory, bucket, runs, log, signal }),
  new Progress(log, signal, SITE_STEPS),
);
console.log(JSON.stringify({ uploaded: report.uploaded, bytes: report.bytes }));
