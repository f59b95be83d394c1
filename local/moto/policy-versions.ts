import type { Mend } from './exchange.js';

/** XML's own escapes: the emulator uses no others in a policy. */
const ESCAPES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&apos;': "'",
  '&amp;': '&',
};

/**
 * IAM gives every policy document percent-encoded (https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html);
 * the emulator does so for a role's policies only. A document that itself holds a `%` would be read wrong.
 */
export const policyVersions: Mend = (request, reply) => {
  if (request.service !== 'iam' || !request.body.includes('Action=GetPolicyVersion&')) return undefined;
  const xml = reply.body.toString();
  const body = xml.replace(/<Document>([^<]*)<\/Document>/, (whole, document: string) => {
    if (document.startsWith('%7B')) return whole;
    const text = document.replace(/&(?:quot|lt|gt|apos|amp);/g, (escaped) => ESCAPES[escaped] ?? escaped);
    return `<Document>${encodeURIComponent(text)}</Document>`;
  });
  if (body === xml) return undefined;
  return { name: 'IAM GetPolicyVersion: its encoding', reply: { ...reply, body: Buffer.from(body) } };
};
