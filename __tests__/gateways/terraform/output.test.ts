import { describe, expect, test } from '@jest/globals';
import { TerraformOutput } from '../../../src/gateways/terraform/output.js';

function said(lines: readonly string[], stderr = ''): readonly string[] {
  const texts: string[] = [];
  const log = {
    info: (text: string) => texts.push(text),
    warning: () => {},
    error: () => {},
    group: async <T>(_title: string, work: () => Promise<T>) => await work(),
  };
  const output = new TerraformOutput(log);
  for (const line of lines) line.startsWith('{') ? output.stream(line) : output.line(line);
  output.end(stderr);
  return texts;
}

describe('the text of a command', () => {
  test('is said line by line', () => {
    const lines = ['Initializing the backend...', '', '- Installed hashicorp/aws v5.100.0 (signed by HashiCorp)'];
    expect(said(lines)).toEqual(lines);
  });

  test('has no colours, whoever prints them: the log of `post` is read as it stands, too', () => {
    const red = '\u001b[1;31mred\u001b[0m';
    const streamed = JSON.stringify({ type: 'provision_progress', '@message': `a (local-exec): ${red}` });
    const diagnostic = JSON.stringify({
      type: 'diagnostic',
      diagnostic: { severity: 'error', summary: red, detail: red },
    });
    expect(said([red, streamed, diagnostic], red)).toEqual(['red', 'a (local-exec): red', 'Error: red\nred', 'red']);
  });

  test('is said as a whole where a line may go on in the next: base64 is broken by whoever prints it', () => {
    const [first, second] = ['c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3Jl', 'dCBzZWNyZXQgc2VjcmV0IHNl'];
    expect(said(['header', `x: ${first}`, second, 'Y3JldA==', 'end.', first])).toEqual([
      'header',
      `x: ${first}\n${second}\nY3JldA==`,
      'end.',
      first,
    ]);
  });
});
