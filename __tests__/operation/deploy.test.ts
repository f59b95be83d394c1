import { beforeEach, describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.js';
import { deployOperation } from '../../src/operation/deploy.js';
import { destroyOperation } from '../../src/operation/destroy.js';
import { TerraformFailure } from '../../src/terraform/command/failure.js';
import { resource } from '../terraform/plan-maker.js';
import { DeployWorld } from './deploy-world.js';

let world: DeployWorld;
const deploy = async () => await deployOperation(world.context, world.ports);

beforeEach(() => {
  world = new DeployWorld();
});

test('a config.json that could not be written is refused before the apply', async () => {
  const site = { configOutputs: new Map([['key', 'api_key']]) };
  const config = { ...world.context.config, site } as unknown as typeof world.context.config;
  const { failure, steps } = await deployOperation({ ...world.context, config }, world.ports);
  expect(failure?.message).toContain('Found: key=api_key, which has no value.');
  expect(world.done).toEqual(['plan']);
  expect(steps.map(({ title }) => title)).toContain('Upload config.json');
});

describe('a deployment is recorded', () => {
  test.each(['killed', 'unsaved-state'] as const)(
    'by the post step where Terraform ended %s: until then its record stops the next apply',
    async (kind) => {
      world.apply = async () => {
        throw new TerraformFailure(kind, { what: 'terraform apply ended' }, []);
      };
      expect((await deploy()).result).toBe('failed');
      expect(world.done.some((line) => line.startsWith('failure'))).toBe(false);
      expect(world.open?.end).toMatchObject({ result: 'failure', description: 'terraform apply ended' });
    },
  );

  test('from before the apply until after it', async () => {
    expect((await deploy()).result).toBe('succeeded');
    expect(world.done).toEqual([
      'plan',
      'start',
      'apply plan 1',
      'applied',
      'success: Deployed dev: infrastructure 1 new',
    ]);
    expect(world.open).toBeUndefined();
  });

  test('as failed by what went wrong alone, without secrets', async () => {
    world.apply = async () => {
      throw new ActionError({ what: 'The key sk_live_1 is refused', found: 'a long text' });
    };
    expect((await deploy()).result).toBe('failed');
    expect([world.done.at(-1), world.open]).toEqual(['failure: The key *** is refused', undefined]);
  });

  test('as open while it is not ended, with its result, for the post step', async () => {
    world.finish = async () => {
      expect(world.open?.end?.result).toBe('success');
      throw new Error('GitHub is away');
    };
    const { result, warnings } = await deploy();
    expect([result, warnings]).toEqual([
      'succeeded',
      [
        "GitHub does not have the result of this deploy yet (success), and this job's post step tries to record it again: GitHub is away",
      ],
    ]);
    expect(world.open).toMatchObject({
      id: 1,
      stage: 'dev',
      destroys: false,
      end: { result: 'success', description: 'Deployed dev: infrastructure 1 new' },
    });
  });

  test('as a success on GitHub, where the disk of the runner is full by then', async () => {
    const { openDeployment } = world.ports;
    const save: typeof openDeployment.save = (opened) => {
      if (opened?.end?.result === 'success') throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      openDeployment.save(opened);
    };
    const ports = { ...world.ports, openDeployment: { ...openDeployment, save } };
    const { result, warnings } = await deployOperation(world.context, ports);
    expect([result, world.done.at(-1)]).toEqual(['succeeded', expect.stringMatching(/^success: /)]);
    expect(warnings.join()).toContain('Free space on the disk of the runner');
  });

  test('with what its plan creates and changes, for whoever finds it without an end and for the plans of others', async () => {
    const { github } = world.ports;
    const said: unknown[] = [];
    const start: typeof github.deployments.start = async (request) => {
      said.push(request.creates, Object.fromEntries(request.changes ?? []));
      return await github.deployments.start(request);
    };
    await deployOperation(world.context, {
      ...world.ports,
      github: { ...github, deployments: { ...github.deployments, start } },
    });
    const address = expect.stringMatching(/^\w+\.\w+$/);
    expect([said[0], Object.entries(said[1] as object)]).toEqual([[{ address }], [[address, ['*']]]]);
  });

  test('with its id while the work goes on', async () => {
    let openThen: typeof world.open;
    world.apply = async () => {
      openThen = world.open;
    };
    await deploy();
    expect([openThen?.id, openThen?.end]).toEqual([1, undefined]);
  });

  test('as asked for before GitHub is asked, so that one whose answer is lost is found again', async () => {
    const { github } = world.ports;
    let asked = '';
    let openThen: typeof world.open;
    const start: typeof github.deployments.start = async ({ request }) => {
      asked = request;
      openThen = world.open;
      throw new Error('GitHub is away');
    };
    const ports = { ...world.ports, github: { ...github, deployments: { ...github.deployments, start } } };
    expect((await deployOperation(world.context, ports)).result).toBe('failed');
    expect([openThen?.request, openThen?.end?.result]).toEqual([asked, 'failure']);
    expect(world.open).toEqual(openThen);
    expect(world.done).toEqual(['plan']);
  });
});

describe('a deploy that was overtaken', () => {
  test('before it began does nothing', async () => {
    world.deployed = 'newer';
    expect((await deploy()).result).toBe('skipped');
    expect(world.done).toEqual([]);
  });

  test.each([
    ['signs in', async () => 'signed in'],
    ['cannot sign in', () => Promise.reject(new ActionError({ what: 'The role is refused' }))],
  ])('without Terraform and %s has read at most, and is reported nowhere', async (_what, signIn) => {
    world.deployed = 'newer';
    const bucket = { kind: 'literal', value: 'shop-site' } as const;
    const site = { bucket, url: { kind: 'literal', value: '' }, distributions: [] };
    const config = { ...world.context.config, site } as unknown as typeof world.context.config;
    const pulls = { ...world.ports.github.pulls, mergedAs: async () => ({ number: 7 }) };
    const github = { ...world.ports.github, pulls } as unknown as typeof world.ports.github;
    const { terraform: _, ...ports } = { ...world.ports, aws: { ...world.ports.aws, signIn }, github };
    const { result, pullRequest, steps } = await deployOperation({ ...world.context, config }, ports);
    expect([result, pullRequest, world.done]).toEqual(['skipped', undefined, []]);
    expect(steps.filter(({ state }) => state !== 'not-reached')).toEqual([]);
  });

  test('while it planned applies nothing', async () => {
    world.whilePlanning = () => {
      world.deployed = 'newer';
    };
    expect((await deploy()).result).toBe('skipped');
    expect(world.done).toEqual(['plan']);
  });

  test('while it planned again is given up, and has not failed', async () => {
    world.stale = 1;
    world.whilePlanning = () => {
      if (world.done.includes('start')) world.deployed = 'newer';
    };
    const { result, warnings } = await deploy();
    expect(result).toBe('skipped');
    expect(warnings.at(-1)).toMatch(/is part of it\. To go back to the older commit, revert the newer one/);
    expect(world.done.slice(1)).toEqual([
      'start',
      'apply plan 1',
      'plan',
      'inactive: dev already has the newer commit newer: commit is part of it',
    ]);
  });
});

describe.each([
  ['a deploy', deploy],
  ['a destroy', async () => await destroyOperation(world.context, world.ports)],
])('%s whose plan is stale', (_what, run) => {
  test('plans again and applies the new plan', async () => {
    world.stale = 1;
    expect((await run()).result).toBe('succeeded');
    expect(world.done.slice(0, 5)).toEqual(['plan', 'start', 'apply plan 1', 'plan', 'apply plan 4']);
  });

  test('gives up after three plans', async () => {
    world.stale = 9;
    const { result, failure } = await run();
    expect([result, failure?.parts.what]).toEqual(['failed', 'Saved plan is stale']);
    expect(world.done.filter((each) => each === 'plan')).toHaveLength(3);
  });

  test('fails at once for any other reason', async () => {
    world.apply = async () => {
      throw new TerraformFailure('failed', { what: 'The provider refuses' }, []);
    };
    await run();
    expect(world.done.filter((each) => each === 'plan')).toHaveLength(1);
  });
});

test.each([
  ['a deploy', false, deploy],
  ['a destroy', true, async () => await destroyOperation(world.context, world.ports)],
])('%s is recorded as one', async (_what, destroys, run) => {
  world.finish = async () => {
    throw new Error('GitHub is away');
  };
  await run();
  expect(world.open?.destroys).toBe(destroys);
});

describe('a destroy of a bucket with a site in it', () => {
  const destroy = async () => await destroyOperation(world.context, world.ports);
  const lockOf = (run: string) =>
    JSON.stringify({ run, attempt: '1', url: `https://github.com/run/${run}`, token: 't' });

  beforeEach(() => {
    world.deletes = [resource({ type: 'aws_s3_bucket', actions: ['delete'], before: { bucket: 'site' } })];
    world.versions.push({ key: 'index.html', versionId: '1' });
    world.lock = { text: lockOf('7'), etag: 'e' };
  });

  test('is refused while a deploy of the site is under way, and nothing is deleted', async () => {
    const { failure } = await destroy();
    expect(failure?.parts.what).toBe('Another deploy of this site is under way');
    expect(world.done.slice(0, 2)).toEqual(['plan', 'start']);
    expect(world.done).not.toContain('empty site');
    expect(world.done.join()).not.toContain('apply');
  });

  test('is refused when nobody can say whether that deploy has ended', async () => {
    world.isCompleted = async () => {
      throw new Error('GitHub is away');
    };
    expect((await destroy()).failure?.message).toContain('GitHub is away');
    expect(world.done).not.toContain('empty site');
  });

  test('goes on when the run that left the lock has ended', async () => {
    world.isCompleted = async (run) => run === '7';
    expect((await destroy()).result).toBe('succeeded');
    expect(world.done).toContain('empty site');
  });

  test('asks for no lock in a bucket that is empty or gone', async () => {
    world.versions.length = 0;
    expect((await destroy()).result).toBe('succeeded');
  });
});

describe('a destroy that finds an empty state', () => {
  const destroy = async () => await destroyOperation(world.context, world.ports);
  beforeEach(() => {
    world.resources = [];
  });

  test('of a stage that is deployed fails, and records nothing', async () => {
    const { result, failure } = await destroy();
    expect([result, failure?.parts.what]).toEqual([
      'failed',
      'The state of dev is empty, but the deployment records say that dev is deployed',
    ]);
    expect(world.done).toEqual([]);
  });

  test('of a stage that was never deployed is a success', async () => {
    world.memory = { begun: [], beside: false };
    expect((await destroy()).result).toBe('succeeded');
  });
});

describe('a destroy', () => {
  const destroy = async () => await destroyOperation(world.context, world.ports);
  const bucket = (name: string) =>
    resource({
      type: 'aws_s3_bucket',
      address: `aws_s3_bucket.${name}`,
      actions: ['delete'],
      before: { bucket: name },
    });

  test.each<[string, unknown, string]>([
    ['the bucket of its own state', bucket('states'), 'aws_s3_bucket.states, the bucket of its own state'],
    [
      'its own role',
      resource({ type: 'aws_iam_role', actions: ['delete'], before: { name: 'shop-destroy' } }),
      'aws_iam_role.this, the role of this run',
    ],
    [
      'what protect protects',
      resource({ type: 'aws_db_instance', actions: ['delete'], before: { id: 'db' } }),
      'Found: aws_db_instance.this.',
    ],
    [
      'what a service will refuse to delete',
      resource({ type: 'aws_lb', actions: ['delete'], before: { enable_deletion_protection: true } }),
      'aws_lb.this (enable_deletion_protection = true)',
    ],
  ])('is refused before anything is recorded or deleted where it takes %s', async (_what, taken, found) => {
    Object.assign(world.context.config, { protect: ['aws_db_instance'] });
    world.versions.push({ key: 'index.html', versionId: '1' });
    world.deletes = [bucket('site'), taken];
    const { failure } = await destroy();
    expect(failure?.message).toContain(found);
    expect(world.done).toEqual(['plan']);
  });

  test.each(['aws_db_instance.this', 'aws_db_*'])('deletes what the confirmation names: %s', async (named) => {
    Object.assign(world.context.config, {
      protect: ['aws_db_*'],
      confirmDestroy: `octo/shop:dev including aws_other.x, ${named}`,
    });
    world.deletes = [resource({ type: 'aws_db_instance', actions: ['delete'], before: { id: 'db' } })];
    expect((await destroy()).result).toBe('succeeded');
  });

  test('leaves the bucket of a provider that works as somebody else to Terraform, and says so', async () => {
    world.hiddenProvider = 'its provider is another one';
    world.versions.push({ key: 'index.html', versionId: '1' });
    world.deletes = [bucket('site')];
    const { result, warnings } = await destroy();
    expect(result).toBe('succeeded');
    expect(world.done).not.toContain('empty site');
    expect(warnings.join()).toContain('The bucket site (aws_s3_bucket.site) is not emptied by this run');
  });

  test('plans and empties again where a bucket was filled meanwhile, a bounded number of times', async () => {
    world.deletes = [bucket('site')];
    world.versions.push({ key: 'index.html', versionId: '1' });
    let full = 1;
    const parts = { what: 'terraform apply failed' };
    const refused = [{ severity: 'error', summary: 'api error BucketNotEmpty', detail: '' }] as const;
    world.apply = async () => {
      if (full-- <= 0) return;
      world.versions.push({ key: 'late.log', versionId: '2' });
      throw new TerraformFailure('failed', parts, refused as never);
    };
    expect((await destroy()).result).toBe('succeeded');
    expect(world.done.filter((done) => done === 'empty site')).toHaveLength(2);
    full = 9;
    world.resources = ['aws_thing.this'];
    expect((await destroy()).failure?.parts.what).toBe('terraform apply failed');
    expect(full).toBe(6);
  });
});
