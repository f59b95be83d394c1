import { describe, expect, test } from '@jest/globals';
import { planComment } from '../../src/report/plan-comment.js';
import { sliceFrom } from '../../src/terraform/configuration/slice.js';
import { type Unseen, unseenOf } from '../../src/terraform/reviewed/unseen.js';
import { comparedPlan, LINEAGE, plan, planContext, resource } from '../terraform/plan-maker.js';
import { outcomeOf } from './plan-folders.js';

const digest = 'a'.repeat(32);
const PROGRAM = { kind: 'block', name: 'a.b provisioner remote', file: 'infra/x.tf', line: 3, digest } as const;
const DEFAULT = { kind: 'provider', name: 'provider aws', digest } as const;
const ALIAS = { kind: 'provider', name: 'provider aws.east', digest } as const;
const SENT = { kind: 'expression', name: 'aws_thing.this.password_wo', file: 'infra/x.tf', line: 5, digest } as const;
const LOCAL = { kind: 'expression', name: 'local.who', file: 'infra/l.tf', line: 1, digest } as const;

function unseen(beside: Parameters<typeof sliceFrom>[0], policy: Parameters<typeof sliceFrom>[0]): readonly Unseen[] {
  const made = plan({ resources: [resource({ after: { size: 1 }, unknown: { id: true, policy: true } })] });
  const { changes } = comparedPlan(made, planContext(LINEAGE)).reviewed;
  return unseenOf(
    changes.map((change) => ({
      ...change,
      beside: sliceFrom(beside),
      unknown: [{ path: 'id' }, { path: 'policy', slice: sliceFrom(policy) }],
    })),
  );
}

describe('what is compared and is not in the diff', () => {
  const all = unseen([PROGRAM, DEFAULT, ALIAS, SENT], [LOCAL]);

  test('is told of each change that has any', () => {
    expect(all).toEqual([
      {
        address: 'aws_thing.this',
        programs: [PROGRAM],
        provider: 'provider aws.east',
        sent: [SENT],
        made: [{ path: 'policy', from: [LOCAL] }],
      },
    ]);
    expect(unseen([DEFAULT], [])).toEqual([]);
  });

  test('stands in the comment, programs above the fold', () => {
    const outcome = outcomeOf('0-create');
    const { body } = planComment({ ...outcome, plan: { ...outcome.plan, unseen: all } }, { redact: (text) => text });
    expect(body).toContain('**1 program will run**\n\n- `aws_thing.this`: `a.b provisioner remote` (');
    expect(body).toContain('What decides it and is not in the diff');
    expect(body).toContain('`policy` from `local.who`');
    expect(body).toContain('/infra/l.tf#L1');
    expect(body).not.toContain('infra/infra');
    expect(body).toContain('set, and not in the plan: `aws_thing.this.password_wo`');
    expect(body.indexOf('will run')).toBeLessThan(body.indexOf('What decides it'));
  });
});

test('a replacement is told with the line that forces it', () => {
  const outcome = outcomeOf('aws-replace');
  const [replaced] = outcome.plan.changes.resources.filter(({ action }) => action === 'delete-create');
  const causes = new Map([[replaced?.address ?? '', { file: 'infra/main.tf', line: 7 }]]);
  const { body } = planComment({ ...outcome, plan: { ...outcome.plan, causes } }, { redact: (text) => text });
  expect(body).toMatch(/^> - replace .*.*see \[`infra\/main\.tf:7`\]\(https:[^)]*\/infra\/main\.tf#L7\)$/m);
});

test('a change is told with where it may come from beside the files of its pull request', () => {
  const outcome = outcomeOf('aws-drift');
  const changed = outcome.plan.changes.resources.find(({ action }) => action === 'update');
  const origin = { pull: 12, drifted: 'changed', data: ['data.aws_ami.this.id'] } as const;
  const origins = new Map([[changed?.address ?? '', origin]]);
  const { body } = planComment({ ...outcome, plan: { ...outcome.plan, origins } }, { redact: (text) => text });
  expect(body).toContain(
    'also in #12, which is merged and not deployed; changed outside Terraform; made from `data.aws_ami.this.id`',
  );
});
