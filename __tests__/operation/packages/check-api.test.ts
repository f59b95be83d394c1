import { describe, expect, test } from '@jest/globals';
import { type ApiPorts, checkApi } from '../../../src/operation/packages/check-api.js';

const HEALTH = 'https://a1.execute-api.eu-central-1.amazonaws.com/dev/api/health';

interface World {
  /** What the stage serves, one look after the other; the last one stays. */
  readonly served: readonly unknown[];
  readonly current?: unknown;
  readonly auto?: boolean;
  readonly address?: { readonly value: unknown; readonly sensitive?: boolean };
  readonly answers?: readonly (number | Error)[];
}

const openApi = (...paths: readonly string[]) => ({
  openapi: '3.0.1',
  paths: Object.fromEntries(paths.map((path) => [path, { get: {} }])),
});

function world({ served, current = openApi('/a'), auto = true, address, answers = [] }: World) {
  const asked: string[] = [];
  const left = [...served];
  const replies = [...answers];
  let now = 0;
  const resources = [
    { type: 'aws_apigatewayv2_api', values: { id: 'a1', name: 'shop', protocol_type: 'HTTP' } },
    { type: 'aws_apigatewayv2_stage', values: { api_id: 'a1', name: 'dev', auto_deploy: auto } },
    { type: 'aws_apigatewayv2_route', values: { api_id: 'a1', route_key: 'GET /a' } },
  ].map((one) => ({ mode: 'managed', ...one }));
  const outputs = address === undefined ? {} : { api_health_url: address };
  const ports: ApiPorts = {
    exports: {
      exported: async (_, stage) => {
        if (stage === undefined) return current;
        return left.length > 1 ? left.shift() : left[0];
      },
    },
    probe: {
      get: async (url) => {
        asked.push(url);
        const reply = replies.length > 1 ? replies.shift() : replies[0];
        if (reply instanceof Error) throw reply;
        const text = '{"message":"Internal Server Error"}';
        return { status: reply ?? 200, text, beginning: text };
      },
    },
    clock: {
      now: () => now,
      pause: async (milliseconds) => {
        now += milliseconds;
      },
    },
  };
  const plan = {
    planned_values: { outputs },
    resource_changes: [{ mode: 'managed', type: 'aws_apigatewayv2_stage', change: { after: {} } }],
  };
  const check = (seconds = 300, made: unknown = plan) =>
    checkApi(made, seconds, {
      ...ports,
      terraform: { state: async () => ({ values: { root_module: { resources }, outputs } }) },
    });
  return { check, asked, waited: () => now };
}

describe('the stages after an apply', () => {
  test('serve what their API is', async () => {
    const { check, asked } = world({ served: [openApi('/a')] });
    expect(await check()).toEqual({ sentences: ['the stage dev of shop serves its 1 route'], warnings: [] });
    expect(asked).toEqual([]);
  });

  test('are waited for: API Gateway deploys some seconds after a change', async () => {
    const { check, waited } = world({ served: [openApi('/a', '/old'), openApi('/a', '/old'), openApi('/a')] });
    expect((await check()).sentences).toHaveLength(1);
    expect(waited()).toBeGreaterThan(0);
  });

  test('are named when a removed route still answers', async () => {
    const { check, waited } = world({ served: [openApi('/a', '/old')] });
    await expect(check()).rejects.toThrow(
      'The stage dev of the API shop does not serve what was applied. Found: GET /old still answers. Set auto_deploy = true on the stage. To deploy it now: aws apigatewayv2 create-deployment --api-id a1 --stage-name dev. The infrastructure is applied',
    );
    expect(waited()).toBeLessThan(70_000);
  });

  test('that are kept at an older deployment are looked at once, and said', async () => {
    const { check, waited } = world({ served: [openApi('/old')], auto: false });
    expect(await check()).toEqual({
      sentences: [],
      warnings: [
        'The stage dev of the API shop is kept at an older deployment: GET /old still answers; GET /a does not answer. Where that is not meant, set auto_deploy = true on the stage.',
      ],
    });
    expect(waited()).toBe(0);
  });

  test('that cannot be read are no success', async () => {
    await expect(world({ served: ['<html>'] }).check()).rejects.toThrow(
      "API Gateway's export of the API shop cannot be read",
    );
  });

  test('are not looked for where the plan has none: the state is not even read', async () => {
    const { check } = world({ served: [] });
    expect(await check(300, { resource_changes: [] })).toEqual({ sentences: [], warnings: [] });
  });
});

describe('the address that the stack names', () => {
  const served = [openApi('/a')];

  test('is asked, until it answers', async () => {
    const { check, asked } = world({ served, address: { value: HEALTH }, answers: [new Error('reset'), 500, 200] });
    expect((await check()).sentences[1]).toBe(`${HEALTH} answers`);
    expect(asked).toEqual([HEALTH, HEALTH, HEALTH]);
  });

  test('is named when it does not', async () => {
    const { check, waited } = world({ served, address: { value: HEALTH }, answers: [500] });
    await expect(check(30)).rejects.toThrow(
      `The API did not answer within 30 s. Found: status 500 and "{\\"message\\":\\"Internal Server Error\\"}" at ${HEALTH}. Expected: a status from 200 to 299.`,
    );
    expect(waited()).toBeLessThan(40_000);
  });

  test.each<[string, World['address'], number]>([
    ['an output that is null', { value: null }, 300],
    ['one that is no address', { value: 'file:///etc/passwd' }, 300],
    ['a sensitive one', { value: HEALTH, sensitive: true }, 300],
    ['verify-timeout: 0', { value: HEALTH }, 0],
  ])('is not asked with %s', async (_, address, seconds) => {
    const { check, asked } = world({ served, ...(address === undefined ? {} : { address }) });
    expect((await check(seconds)).sentences).toHaveLength(1);
    expect(asked).toEqual([]);
  });
});
