// One process of many: says `ready`, waits for a line on standard input, sends one conditional write, and prints its
// status. Arguments: the address, then the condition header and its value.
import { request } from 'node:http';

const [address, header, value, authorization] = process.argv.slice(2);
process.stdin.once('data', () => {
  const body = `process ${process.pid}`;
  const headers = { [header]: value, authorization, 'content-length': Buffer.byteLength(body) };
  const outgoing = request(address, { method: 'PUT', headers }, (incoming) => {
    incoming.resume();
    incoming.once('end', () => {
      process.stdout.write(`${incoming.statusCode} ${body}\n`);
      process.stdin.destroy();
    });
  });
  outgoing.end(body);
});
process.stdout.write('ready\n');
