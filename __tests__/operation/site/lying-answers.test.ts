import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type SiteStage, shop, siteStage } from './stage.js';

// A proxy, or a store that is none, may answer success in the place of S3.
const LIE = { status: 200, body: '<!doctype html><title>Welcome</title>' };

let stage: SiteStage;
beforeEach(async () => {
  stage = await siteStage();
  stage.bucket.versioning = 'Enabled';
});
afterEach(() => stage.stop());

const page = () => stage.bucket.current('index.html')?.body.toString();

test('a copy that something else answers has not been made: the rollback fails, and the next one completes it', async () => {
  stage.build(shop('one'));
  await stage.deploy();
  const before = page();
  stage.build(shop('two'));
  await stage.deploy();
  stage.cloud.faults.add({ operation: 'CopyObject', path: /\/index\.html$/, times: 1, effect: LIE });
  await expect(stage.rollback(undefined)).rejects.toThrow('The bucket gave an answer that is not one of S3');
  await stage.rollback(undefined);
  expect(page()).toBe(before);
});

test('nor has an upload: the deploy fails, and the next one completes it', async () => {
  stage.build(shop('one'));
  await stage.deploy();
  stage.build(shop('two'));
  stage.cloud.faults.add({
    operation: 'PutObject',
    path: /\/index\.html$/,
    times: Number.POSITIVE_INFINITY,
    effect: LIE,
  });
  await expect(stage.deploy()).rejects.toThrow('The bucket gave an answer that is not one of S3');
  stage.cloud.faults.clear();
  await stage.deploy();
  expect(page()).toContain('two');
});
