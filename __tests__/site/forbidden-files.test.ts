import { describe, expect, test } from '@jest/globals';
import { checkKeys, checkPublished } from '../../src/site/forbidden-files.js';

const check =
  (path: string, exclude: string[] = []) =>
  () =>
    checkPublished([{ path: 'index.html' }, { path }], exclude);

describe('a folder that is one too high', () => {
  test.each([
    '.env',
    '.Env.production',
    'api/.ENV',
    'infra/main.tf.json',
    'infra/main.tofu',
    'infra/Main.TF',
    'keys/ID_RSA',
    'node_modules/x/index.js',
  ])('is refused for %s', (path) => {
    expect(check(path)).toThrow(`Found: ${path}.`);
  });

  test.each(['.well-known/security.txt', 'environment.js', 'docs/page.tf.html', 'a/__proto__/x.js'])(
    'is not one for %s',
    (path) => {
      expect(check(path)).not.toThrow();
    },
  );

  test('is published where somebody means it', () => {
    expect(check('docs/example.tf.json', ['!docs/*.tf.json'])).not.toThrow();
  });
});

describe('a private key', () => {
  const files = [{ path: 'index.html' }, { path: 'certs/tls.key', privateKey: true as const }];

  test('is refused whatever its name', () => {
    expect(() => checkKeys(files, [])).toThrow('Found: certs/tls.key.');
  });

  test('is published where somebody means it', () => {
    expect(() => checkKeys(files, ['!certs/*.key'])).not.toThrow();
  });
});
