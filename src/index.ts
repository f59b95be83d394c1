import { lightPost } from './gateways/runner/light-post.js';

if (!lightPost(process.env)) {
  const { main } = await import('./main.js');
  await main();
}
