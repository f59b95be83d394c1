/** A real bundler, and how a small app is built by it. */
export interface FrontEnd {
  readonly name: string;
  /** As npm takes them. */
  readonly packages: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** Below `node_modules/`, and its arguments. */
  readonly command: readonly string[];
  /** Names that this build made from content. */
  readonly hashed: RegExp;
}

/** What may differ between two builds of the same app. */
export interface AppChange {
  readonly component: string;
  readonly comment: string;
}

const PAGE = (entry: string) =>
  `<!doctype html><title>App</title><div id="app"></div><script type="module" src="${entry}"></script>\n`;

/** The app: an entry, a style, a picture and three views that are loaded when they are needed. */
export function appSources({ component, comment }: AppChange): Readonly<Record<string, string | Buffer>> {
  const view = (name: string, text: string) =>
    `// ${comment}\nexport function ${name}(root) { root.textContent = ${JSON.stringify(text)}; }\n`;
  return {
    'src/main.js':
      `// ${comment}\nimport './style.css';\nconst root = document.getElementById('app');\n` +
      "const views = { one: () => import('./one.js'), two: () => import('./two.js'), three: () => import('./three.js') };\n" +
      "views[location.hash.slice(1) || 'one']().then((view) => Object.values(view)[0](root));\n",
    'src/style.css': `body { margin: 0; color: #123 }\n`,
    'src/one.js': view('one', component),
    'src/two.js': view('two', 'The second view'),
    'src/three.js': view('three', 'The third view'),
  };
}

export const FRONT_ENDS: readonly FrontEnd[] = [
  {
    name: 'Vite 8',
    packages: ['vite@8'],
    files: { 'index.html': PAGE('/src/main.js') },
    command: ['vite/bin/vite.js', 'build', '--outDir', 'dist', '--sourcemap'],
    hashed: /^assets\/[\w-]+-[\w-]{8}\.(?:js|css)$/,
  },
  {
    name: 'esbuild',
    packages: ['esbuild@0.28'],
    files: {},
    command: [
      'esbuild/bin/esbuild',
      'src/main.js',
      ...'--bundle --splitting --format=esm --minify --sourcemap --outdir=dist/assets'.split(' '),
      '--entry-names=[name]-[hash]',
      '--chunk-names=[name]-[hash]',
    ],
    hashed: /^assets\/[\w]+-[A-Z0-9]{8}\.(?:js|css)$/,
  },
  {
    name: 'webpack 5',
    packages: ['webpack@5', 'webpack-cli@6', 'css-loader@7', 'mini-css-extract-plugin@2'],
    files: {
      'webpack.config.js':
        "const Css = require('mini-css-extract-plugin');\n" +
        "module.exports = { mode: 'production', devtool: 'source-map', entry: './src/main.js',\n" +
        "  output: { filename: 'static/[name].[contenthash].js', chunkFilename: 'static/[name].[contenthash].js', path: __dirname + '/dist', clean: true },\n" +
        "  module: { rules: [{ test: /\\.css$/, use: [Css.loader, 'css-loader'] }] },\n" +
        "  plugins: [new Css({ filename: 'static/[name].[contenthash].css' })] };\n",
    },
    command: ['webpack-cli/bin/cli.js', 'build'],
    hashed: /^static\/\w+\.[0-9a-f]{20}\.(?:js|css)$/,
  },
  {
    name: 'Rollup 4',
    packages: ['rollup@4'],
    files: {
      'rollup.config.mjs':
        "export default { input: 'src/main.js', plugins: [{ name: 'css', transform(code, id) {\n" +
        "  if (!id.endsWith('.css')) return null;\n" +
        "  this.emitFile({ type: 'asset', name: 'style.css', source: code }); return 'export default \"\"'; } }],\n" +
        "  output: { dir: 'dist', format: 'es', sourcemap: true, entryFileNames: 'js/[name]-[hash].js',\n" +
        "    chunkFileNames: 'js/[name]-[hash].js', assetFileNames: 'js/[name]-[hash][extname]' } };\n",
    },
    command: ['rollup/dist/bin/rollup', '-c'],
    hashed: /^js\/[\w-]+-[\w-]{8}\.(?:js|css)$/,
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
  return `<!doctype html><title>App</title>${tags.join('')}<div id="app"></div>\n`;
}
