import { createHash } from 'node:crypto';
import type { AppChange, FrontEnd, Sources } from './front-end.js';
import { FONT, PHOTO, STYLE } from './shared-files.js';

/** What Hugo writes with `resources.Fingerprint` and its image filters, without Hugo: it is no package of npm. */
function hugoLike({ component }: AppChange): Sources {
  const style = `${STYLE.replaceAll('./shop', '/fonts/shop').replace(/\s+/g, ' ')}`;
  const script = `document.querySelector('h1').title=${JSON.stringify(component)};`;
  const hash = (content: string, kind = 'sha256') => createHash(kind).update(content).digest('hex');
  const css = `css/main.min.${hash(style)}.css`;
  const js = `js/main.min.${hash(script)}.js`;
  const small = `posts/first/photo_hu_${hash('photo', 'md5').slice(0, 16)}.png`;
  const page = (title: string) =>
    `<!doctype html><title>${title}</title><link rel="stylesheet" href="/${css}"><script src="/${js}" defer></script>` +
    `<h1>${title}</h1><img src="/${small}"><img src="/images/room-4a12b07c.jpg"><a href="/posts/first/">first</a>\n`;
  return {
    'public/index.html': page('Home'),
    'public/posts/first/index.html': page(component),
    'public/index.xml': '<rss/>\n',
    'public/sitemap.xml': '<urlset/>\n',
    'public/fonts/shop.woff2': FONT,
    'public/posts/first/photo.png': PHOTO,
    [`public/${small}`]: PHOTO,
    [`public/${css}`]: style,
    [`public/${js}`]: script,
  };
}

export const STATIC_GENERATORS: readonly FrontEnd[] = [
  {
    name: 'Eleventy 3',
    packages: ['@11ty/eleventy@3'],
    sources: ({ component, comment }) => ({
      'eleventy.config.js': "module.exports = (config) => { config.addPassthroughCopy({ static: '/' }); };\n",
      'index.md': `---\ntitle: Home\nlayout: page.njk\n---\n{# ${comment} #}\n\n${component}\n`,
      'about.md': '---\ntitle: About\nlayout: page.njk\n---\nAbout us.\n',
      '_includes/page.njk':
        '<!doctype html><title>{{ title }}</title><link rel="stylesheet" href="/style.css"><script src="/main.js"></script>' +
        '<img src="/images/room-4a12b07c.jpg">{{ content | safe }}\n',
      'static/style.css': STYLE,
      'static/shop.woff2': FONT,
      'static/photo.png': PHOTO,
      'static/main.js': `// ${comment}\nconsole.log(${JSON.stringify(component)});\n`,
    }),
    command: ['@11ty/eleventy/cmd.cjs'],
    output: '_site',
    publicFolder: 'static',
    hashed: /(?!)/,
    atLeast: 0,
  },
  {
    name: 'Hugo-like',
    packages: [],
    sources: hugoLike,
    output: 'public',
    hashed: /^(?:css|js)\/[\w.]+\.[0-9a-f]{64}\.(?:css|js)$/,
    atLeast: 2,
  },
];
