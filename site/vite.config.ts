import type { UserConfig } from 'vite';
import { drawDiagram } from './diagram/draw.js';

/** Everything comes from this origin, and nothing is inline. `frame-ancestors` needs a header: see the static_site module. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What the page was built from: the workflow hands the commit over; a build by hand says so. */
const version = process.env.VERSION_HASH ?? 'built by hand';

/** Where the page sends who wants to use it: the repository that builds it. */
const repository = `https://github.com/${process.env.GITHUB_REPOSITORY ?? 'OWNER/well-managed-deployments'}`;

const config: UserConfig = {
  // Relative addresses: the same build works at the root, under a prefix, and behind any domain.
  base: './',
  publicDir: false,
  plugins: [
    {
      name: 'page',
      transformIndexHtml: {
        order: 'pre',
        handler: (html, { server }) => ({
          html: html.replace('<!-- diagram -->', drawDiagram()).replaceAll('%REPOSITORY%', repository),
          tags: [
            { tag: 'meta', attrs: { name: 'version', content: version } },
            // The development server works with inline styles; what is deployed does not.
            ...(server === undefined
              ? [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY } }]
              : []),
          ],
        }),
      },
    },
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};

export default config;
