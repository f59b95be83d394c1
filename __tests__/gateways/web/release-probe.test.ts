import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { releaseProbe } from '../../../src/gateways/web/release-probe.js';
import { redactor } from '../../../src/redaction/redactor.js';

test('what a page answers is masked before it is cut: half a secret is quoted nowhere', async () => {
  const text = `${'x'.repeat(90)} correct-horse-battery`;
  const server = createServer((_, reply) => reply.end(text)).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  try {
    const { port } = server.address() as AddressInfo;
    const redact = redactor({ secrets: ['correct-horse-battery'], patterns: [] });
    const seen = await releaseProbe(new AbortController().signal, redact).get(`http://127.0.0.1:${port}/`);
    expect(seen).toEqual({ status: 200, text, beginning: `${'x'.repeat(90)} ***` });
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});
