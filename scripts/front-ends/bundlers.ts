import type { AppChange, FrontEnd, Sources } from './front-end.js';
import { FONT, PHOTO, STYLE, VIEWS } from './shared-files.js';

const PAGE = (entry: string) =>
  `<!doctype html><title>App</title><div id="app"></div><script type="module" src="${entry}"></script>\n`;

/** The app: an entry with a style, a font and a picture, and views that are loaded when they are needed. */
function app(
  { component, comment }: AppChange,
  more: Sources = {},
  photo = "import photo from './photo.png';",
): Sources {
  const views = VIEWS.map((name) => {
    const text = name === 'one' ? component : `The view ${name}`;
    return [
      `src/${name}.js`,
      `// ${comment}\nexport function ${name}(root) { root.textContent = ${JSON.stringify(text)}; }\n`,
    ];
  });
  return {
    'src/main.js':
      `// ${comment}\nimport './style.css';\n${photo}\nconst root = document.getElementById('app');\n` +
      `const views = { ${VIEWS.map((name) => `${name}: () => import('./${name}.js')`).join(', ')} };\n` +
      'root.style.background = `url(${photo})`;\n' +
      "views[location.hash.slice(1) || 'one']().then((view) => Object.values(view)[0](root));\n",
    'src/style.css': STYLE,
    'src/shop.woff2': FONT,
    'src/photo.png': PHOTO,
    ...Object.fromEntries(views),
    ...more,
  };
}

const WEBPACK_OUTPUT =
  "  output: { filename: 'static/[name].[contenthash].js', chunkFilename: 'static/[name].[contenthash].js',\n" +
  "    assetModuleFilename: 'static/[name].[contenthash][ext]', path: __dirname + '/dist', clean: true },\n";

export const BUNDLERS: readonly FrontEnd[] = [
  {
    name: 'Vite 8',
    packages: ['vite@8'],
    quick: true,
    sources: (change) => app(change, { 'index.html': PAGE('/src/main.js') }),
    command: ['vite/bin/vite.js', 'build', '--outDir', 'dist', '--sourcemap'],
    output: 'dist',
    publicFolder: 'public',
    hashed: /^assets\/[\w-]+-[\w-]{8}\.(?:js|css|png|woff2)$/,
    atLeast: 14,
  },
  {
    name: 'webpack 5',
    packages: ['webpack@5', 'webpack-cli@6', 'css-loader@7', 'mini-css-extract-plugin@2'],
    quick: true,
    sources: (change) =>
      app(change, {
        'webpack.config.js':
          "const Css = require('mini-css-extract-plugin');\n" +
          "module.exports = { mode: 'production', devtool: 'source-map', entry: './src/main.js',\n" +
          WEBPACK_OUTPUT +
          "  module: { rules: [{ test: /\\.css$/, use: [Css.loader, 'css-loader'] },\n" +
          "    { test: /\\.(?:png|woff2)$/, type: 'asset/resource' }] },\n" +
          "  plugins: [new Css({ filename: 'static/[name].[contenthash].css' })] };\n",
      }),
    command: ['webpack-cli/bin/cli.js', 'build'],
    output: 'dist',
    hashed: /^static\/\w+\.[0-9a-f]{20}\.(?:js|css|png|woff2)$/,
    atLeast: 14,
  },
  {
    name: 'Rspack 2',
    packages: ['@rspack/core@2', '@rspack/cli@2', 'css-loader@7'],
    sources: (change) =>
      app(change, {
        'rspack.config.js':
          "const { CssExtractRspackPlugin: Css } = require('@rspack/core');\n" +
          "module.exports = { mode: 'production', devtool: 'source-map', entry: './src/main.js',\n" +
          WEBPACK_OUTPUT +
          "  module: { rules: [{ test: /\\.css$/, type: 'javascript/auto', use: [Css.loader, 'css-loader'] },\n" +
          "    { test: /\\.(?:png|woff2)$/, type: 'asset/resource' }] },\n" +
          "  plugins: [new Css({ filename: 'static/[name].[contenthash].css' })] };\n",
      }),
    command: ['@rspack/cli/bin/rspack.js', 'build'],
    output: 'dist',
    hashed: /^static\/\w+\.[0-9a-f]{16,20}\.(?:js|css|png|woff2)$/,
    atLeast: 14,
  },
  {
    name: 'Parcel 2',
    packages: ['parcel@2'],
    sources: (change) =>
      app(
        change,
        {
          'index.html': PAGE('./src/main.js'),
          'package.json': '{"private":true,"browserslist":"last 1 Chrome version"}\n',
        },
        "const photo = new URL('./photo.png', import.meta.url).href;",
      ),
    command: ['parcel/lib/bin.js', 'build', 'index.html', '--no-cache', '--dist-dir', 'dist'],
    output: 'dist',
    hashed: /^[\w-]+\.[0-9a-f]{8}\.(?:js|css|png|woff2)$/,
    atLeast: 14,
  },
  {
    name: 'esbuild',
    packages: ['esbuild@0.28'],
    quick: true,
    sources: (change) => app(change),
    command: [
      'esbuild/bin/esbuild',
      'src/main.js',
      ...'--bundle --splitting --format=esm --minify --sourcemap --outdir=dist/assets --public-path=/assets'.split(' '),
      ...'--loader:.png=file --loader:.woff2=file'.split(' '),
      ...'--entry-names=[name]-[hash] --chunk-names=[name]-[hash] --asset-names=[name]-[hash]'.split(' '),
    ],
    output: 'dist',
    hashed: /^assets\/[\w]+-[A-Z0-9]{8}\.(?:js|css|png|woff2)$/,
    atLeast: 14,
  },
  {
    name: 'Rollup 4',
    packages: ['rollup@4'],
    quick: true,
    sources: (change) =>
      app(change, {
        'rollup.config.mjs':
          "import { readFileSync } from 'node:fs';\n" +
          "export default { input: 'src/main.js', plugins: [{ name: 'assets', load(id) {\n" +
          '  if (!/\\.(?:css|png)$/.test(id)) return null;\n' +
          "  const name = id.endsWith('.css') ? 'style.css' : 'photo.png';\n" +
          "  const ref = this.emitFile({ type: 'asset', name, source: readFileSync(id) });\n" +
          '  return `export default import.meta.ROLLUP_FILE_URL_${ref}`; } }],\n' +
          "  output: { dir: 'dist', format: 'es', sourcemap: true, entryFileNames: 'js/[name]-[hash].js',\n" +
          "    chunkFileNames: 'js/[name]-[hash].js', assetFileNames: 'js/[name]-[hash][extname]' } };\n",
      }),
    command: ['rollup/dist/bin/rollup', '-c'],
    output: 'dist',
    hashed: /^js\/[\w-]+-[\w-]{8}\.(?:js|css|png)$/,
    atLeast: 13,
  },
];

/** The page of a bundler that writes none: it names the entries, as a template of a server would. */
export function pageOf(paths: readonly string[]): string {
  const named = paths.filter((path) => /(?:^|\/)(?:main|style)[-.][^/]*\.(?:js|css)$/.test(path));
  const tags = named.map((path) =>
    path.endsWith('.css')
      ? `<link rel="stylesheet" href="/${path}">`
      : `<script type="module" src="/${path}"></script>`,
  );
  return `<!doctype html><title>App</title>${tags.join('')}<div id="app"></div><img src="/images/room-4a12b07c.jpg">\n`;
}
