import type { AppChange, FrontEnd, Sources } from './front-end.js';
import { FONT, PHOTO, STYLE, VIEWS } from './shared-files.js';

/** Components that are loaded when they are needed; the first one is what a change is made to. */
function views(folder: string, { component, comment }: AppChange): Sources {
  return Object.fromEntries(
    VIEWS.map((name) => {
      const text = name === 'one' ? component : `The view ${name}`;
      const code = `// ${comment}\nexport default function View() { return <p>{${JSON.stringify(text)}}</p>; }\n`;
      return [`${folder}/${name}.jsx`, code];
    }),
  );
}

const LAZY = (folder: string) =>
  `import { lazy, Suspense } from 'react';\n${VIEWS.map((name) => `const ${name} = lazy(() => import('${folder}/${name}.jsx'));`).join('\n')}\n` +
  `const all = { ${VIEWS.join(', ')} };\n` +
  'export default function Views() {\n' +
  '  return <Suspense>{Object.entries(all).map(([name, View]) => <View key={name} />)}</Suspense>;\n}\n';

export const REACT_FRAMEWORKS: readonly FrontEnd[] = [
  {
    name: 'Next 16',
    packages: ['next@16', 'react@19', 'react-dom@19'],
    sources: (change) => ({
      'next.config.mjs': "export default { output: 'export', images: { unoptimized: true } };\n",
      'app/layout.jsx':
        'import \'./style.css\';\nexport default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }\n',
      'app/page.jsx':
        "import Link from 'next/link';\nimport Image from 'next/image';\nimport photo from '../photo.png';\nimport Views from '../views.jsx';\n" +
        'export default function Page() { return <main><Image src={photo} alt="" /><img src="/images/room-4a12b07c.jpg" alt="" /><Views /><Link href="/about">about</Link></main>; }\n',
      'app/about/page.jsx': `// ${change.comment}\nexport default function Page() { return <h1>About</h1>; }\n`,
      'app/style.css': STYLE,
      'app/shop.woff2': FONT,
      'photo.png': PHOTO,
      'views.jsx': `'use client';\n${LAZY('./views')}`,
      ...views('views', change),
    }),
    command: ['next/dist/bin/next', 'build'],
    output: 'out',
    publicFolder: 'public',
    hashed:
      /^_next\/static\/(?:chunks\/(?:.+[-.])?[\w~-]{8,}\.(?:js|css)|media\/[\w.-]+[.-][\w~-]{8,}\.\w+|[\w-]{21}\/_\w+\.js)$/,
    atLeast: 14,
  },
  {
    name: 'React Router 7',
    packages: 'react-router@7 @react-router/dev@7 @react-router/node@7 isbot@5 react@19 react-dom@19 vite@7'.split(' '),
    sources: (change) => ({
      'package.json': '{"private":true,"type":"module"}\n',
      'vite.config.js':
        "import { reactRouter } from '@react-router/dev/vite';\nexport default { plugins: [reactRouter()] };\n",
      'react-router.config.js': "export default { ssr: false, prerender: ['/', '/about'] };\n",
      'app/routes.js':
        "import { index, route } from '@react-router/dev/routes';\nexport default [index('home.jsx'), route('about', 'about.jsx')];\n",
      'app/root.jsx':
        "import { Links, Meta, Outlet, Scripts } from 'react-router';\nimport './style.css';\n" +
        'export default function Root() { return <html lang="en"><head><Meta /><Links /></head><body><Outlet /><Scripts /></body></html>; }\n',
      'app/home.jsx':
        "import photo from './photo.png';\nimport Views from './views.jsx';\nexport function loader() { return { said: 'home' }; }\n" +
        'export default function Home() { return <main><img src={photo} alt="" /><img src="/images/room-4a12b07c.jpg" alt="" /><Views /></main>; }\n',
      'app/about.jsx': `// ${change.comment}\nexport default function About() { return <h1>About</h1>; }\n`,
      'app/style.css': STYLE,
      'app/shop.woff2': FONT,
      'app/photo.png': PHOTO,
      'app/views.jsx': LAZY('./views'),
      ...views('app/views', change),
    }),
    command: ['@react-router/dev/bin.js', 'build'],
    output: 'build/client',
    publicFolder: 'public',
    hashed: /^assets\/[\w.-]+-[\w-]{8}\.(?:js|css|png|woff2)$/,
    atLeast: 14,
  },
  {
    name: 'Docusaurus 3',
    packages: '@docusaurus/core@3 @docusaurus/preset-classic@3 react@19 react-dom@19'.split(' '),
    sources: (change) => ({
      'docusaurus.config.js':
        "module.exports = { title: 'Shop', url: 'https://shop.example', baseUrl: '/', onBrokenLinks: 'ignore',\n" +
        "  presets: [['classic', { blog: false, docs: { routeBasePath: 'docs' }, theme: { customCss: './src/style.css' } }]] };\n",
      'docs/intro.md': `---\nslug: /\n---\n# Docs\n\n${change.component}\n\n![a photo](./photo.png)\n`,
      'docs/photo.png': PHOTO,
      'docs/more.md': '# More\n\nMore of it.\n',
      'src/pages/index.jsx':
        `// ${change.comment}\nimport Views from '../views.jsx';\n` +
        'export default function Home() { return <main><img src="/images/room-4a12b07c.jpg" alt="" /><Views /></main>; }\n',
      'src/style.css': STYLE,
      'src/shop.woff2': FONT,
      'src/views.jsx': LAZY('./views'),
      ...views('src/views', change),
    }),
    command: ['@docusaurus/core/bin/docusaurus.mjs', 'build'],
    output: 'build',
    publicFolder: 'static',
    hashed:
      /^assets\/(?:js\/[\w.~-]+\.[0-9a-f]{8}\.js|css\/styles\.[0-9a-f]{8}\.css|images\/[\w-]+-[0-9a-f]{32}\.\w+|fonts\/[\w-]+-[0-9a-f]{32}\.\w+)$/,
    atLeast: 14,
  },
];
