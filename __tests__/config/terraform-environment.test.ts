import { describe, expect, test } from '@jest/globals';
import { parseTerraformEnvironment } from '../../src/config/terraform-environment.js';

describe('the secret terraform-environment', () => {
  test('is one variable a line, whose value is everything behind the first "="', () => {
    const text = 'GITLAB_TOKEN=glpat-abc==\r\n\n# a comment\nTF_VAR_motd="two words" #kept\nEMPTY=\n';
    expect([...parseTerraformEnvironment(text)]).toEqual([
      ['GITLAB_TOKEN', 'glpat-abc=='],
      ['TF_VAR_motd', '"two words" #kept'],
      ['EMPTY', ''],
    ]);
    expect(parseTerraformEnvironment('').size).toBe(0);
  });

  test.each(['hunter2-is-secret', '=hunter2-is-secret', 'MY NAME=hunter2-is-secret', '1A=hunter2-is-secret'])(
    'refuses the line "%s" by its number, without repeating it',
    (line) => {
      const parse = () => parseTerraformEnvironment(`A=b\n${line}\n`);
      expect(parse).toThrow('Line 2 of the secret "terraform-environment"');
      expect(parse).not.toThrow('hunter2');
    },
  );

  test.each([
    'INPUT_GITHUB-TOKEN',
    'INPUT_STAGE',
    'actions_id_token',
    'GITHUB_ENV',
    'RUNNER_TEMP',
    'PATH',
    'NODE_OPTIONS',
  ])('may not set %s', (name) => {
    expect(() => parseTerraformEnvironment(`${name.replace('-', '_')}=x`)).toThrow('belongs to the runner');
  });
});
