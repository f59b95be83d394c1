import { afterEach, describe, expect, test } from '@jest/globals';
import { openPullRequest, type PullRequest } from '../../local/github/pull-requests.js';
import { ReviewStage, succeeded } from './review-stage.js';

let stage: ReviewStage;
afterEach(async () => {
  expect(stage.rehearsal.cloud.journal.unknown()).toEqual([]);
  await stage.stop();
});

const uses = (name: string, local: string, value = 'a') => ({
  [name]: `locals {\n  ${local} = "${value}"\n}\n\nresource "terraform_data" "${name}" {\n  input = local.${local}\n}\n`,
});
const using = (name: string, local: string) => ({
  [name]: `resource "terraform_data" "${name}" {\n  input = "x-\${local.${local}}"\n}\n`,
});

const standings = ({ pull }: PullRequest) =>
  stage.rehearsal.github.checkRuns.filter(({ headSha, name }) => headSha === pull.headSha && /^plan holds/.test(name));
const answers = (pull: PullRequest) => standings(pull).map(({ conclusion, title }) => `${conclusion}: ${title}`);
const writes = () =>
  ['checks/create', 'checks/update'].flatMap((operation) => stage.rehearsal.cloud.journal.entries({ operation }))
    .length;

describe('plans of open pull requests after a deploy', () => {
  test('hold, are outdated, and hold again; the record and its approval stay, and the deploy passes', async () => {
    stage = await ReviewStage.start({ resources: uses('net', 'cidr') });
    const apart = await stage.open({ resources: uses('apart', 'other') });
    const touched = await stage.open({ resources: using('db', 'cidr') });
    stage.approve(touched);
    const record = stage.rehearsal.github.checkRuns.find(
      ({ headSha, name }) => headSha === touched.pull.headSha && name === 'plan (dev)',
    );

    const change = await stage.open({ resources: uses('net', 'cidr', 'b') });
    await stage.merge(change);
    const deployed = succeeded(await stage.deploy());
    expect(deployed.log).toContain('Plans of open pull requests: 1 outdated, 1 holds.');
    expect(answers(apart)).toEqual([]);
    expect(answers(touched)).toEqual([`neutral: The plan is outdated: #${change.number} changed local.cidr`]);
    expect(standings(touched)[0]?.summary).toContain(
      `#${change.number} changed \`local.cidr\` (\`infra/net.tf\`), which \`terraform_data.db\` uses.`,
    );

    // The same again says nothing anew.
    const before = writes();
    succeeded(await stage.rehearsal.scheduled({ inputs: { 'site-directory': '' } }));
    expect(writes()).toBe(before);

    const back = await stage.open({ resources: uses('net', 'cidr', 'a') });
    await stage.merge(back);
    succeeded(await stage.deploy());
    expect(stage.rehearsal.github.checkRuns).toContain(record);

    await stage.merge(touched);
    const last = succeeded(await stage.deploy());
    expect(last.log).toContain('approved by bob');
    expect(last.outputs.add).toBe('1');
  }, 240_000);

  test('with `block`: each open pull request has an answer, a fork one that passes, and a conflict is one', async () => {
    stage = await ReviewStage.start({ resources: uses('net', 'cidr') });
    const inputs = { outdated: 'block' };
    const apart = await stage.open({ resources: uses('apart', 'other') });
    const touched = await stage.open({ resources: using('db', 'cidr') });
    const conflict = await stage.open({ resources: uses('net', 'cidr', 'c') });
    const { rehearsal } = stage;
    await rehearsal.change('from-fork', 'Fork', stage.files({ resources: uses('fork', 'fork') }));
    const fork = rehearsal.cloud.github.repository('eve/shop');
    await fork.history.readGit(rehearsal.git.path);
    const author = rehearsal.cloud.github.user('eve');
    const theirs = openPullRequest(rehearsal.github, { author, title: 'Fork', head: 'from-fork', from: fork });

    await stage.merge(await stage.open({ resources: uses('net', 'cidr', 'b') }));
    succeeded(await stage.deploy({ inputs }));
    expect(answers(apart)).toEqual(['success: The plan holds']);
    expect(answers(touched)).toEqual([expect.stringMatching(/^action_required: The plan is outdated/)]);
    expect(answers(conflict)).toEqual(['action_required: Conflicts with main']);
    expect(answers(theirs)).toEqual(['neutral: There is no plan']);
  }, 240_000);
});
