import type { AppChange, FrontEnd, Sources } from './front-end.js';
import { FONT, PHOTO, STYLE, VIEWS } from './shared-files.js';

const text = (name: string, { component }: AppChange) => (name === 'one' ? component : `The view ${name}`);

/** Modules that are loaded when they are needed. */
function modules(folder: string, change: AppChange): Sources {
  return Object.fromEntries(
    VIEWS.map((name) => [
      `${folder}/${name}.js`,
      `// ${change.comment}\nexport const said = ${JSON.stringify(text(name, change))};\n`,
    ]),
  );
}

const LOADERS = (folder: string) =>
  `{ ${VIEWS.map((name) => `${name}: () => import('${folder}/${name}.js')`).join(', ')} }`;
const LOAD = (folder: string) =>
  `const views = ${LOADERS(folder)};\nexport const load = (name) => views[name]().then((view) => view.said);\n`;

export const FRAMEWORKS: readonly FrontEnd[] = [
  {
    name: 'SvelteKit 2',
    packages: '@sveltejs/kit@2 @sveltejs/adapter-static@3 @sveltejs/vite-plugin-svelte@6 svelte@5 vite@7'.split(' '),
    sources: (change) => ({
      'package.json': '{"private":true,"type":"module"}\n',
      'vite.config.js': "import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };\n",
      'svelte.config.js':
        "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter({ fallback: '404.html' }) } };\n",
      'src/app.html':
        '<!doctype html><html lang="en"><head>%sveltekit.head%</head><body><div>%sveltekit.body%</div></body></html>\n',
      'src/routes/+layout.js': 'export const prerender = true;\n',
      'src/routes/+layout.svelte':
        "<script>import '../style.css'; let { children } = $props();</script>\n{@render children()}\n",
      'src/routes/+page.js': "export const load = () => ({ said: 'home' });\n",
      'src/routes/+page.svelte':
        `<script>\n  // ${change.comment}\n  import photo from '../photo.png';\n  import { load } from '../load.js';\n  let said = $state('');\n` +
        '</script>\n<img src={photo} alt=""><img src="/images/room-4a12b07c.jpg" alt=""><a href="/about">about</a>\n' +
        "<button onclick={async () => { said = await load('one'); }}>{said}</button>\n",
      'src/routes/about/+page.svelte': '<h1>About</h1>\n',
      'src/style.css': STYLE,
      'src/shop.woff2': FONT,
      'src/photo.png': PHOTO,
      'src/load.js': LOAD('./views'),
      ...modules('src/views', change),
    }),
    command: ['vite/bin/vite.js', 'build'],
    output: 'build',
    publicFolder: 'static',
    hashed: /^_app\/immutable\/(?:[\w-]+\/)?(?:[\w.-]+\.)?[\w-]{8}\.\w+$/,
    atLeast: 14,
  },
  {
    name: 'Astro 6',
    packages: ['astro@6'],
    newNode: true,
    sources: (change) => ({
      'package.json': '{"private":true,"type":"module"}\n',
      'src/pages/index.astro':
        "---\nimport { Image } from 'astro:assets';\nimport photo from '../photo.png';\nimport '../style.css';\n---\n" +
        '<html lang="en"><body><Image src={photo} alt="" /><img src="/images/room-4a12b07c.jpg" alt=""><a href="/about">about</a>\n' +
        `<script>\n  // ${change.comment}\n  import { load } from '../load.js';\n  document.body.append(await load('one'));\n</script></body></html>\n`,
      'src/pages/about.astro': '<html lang="en"><body><h1>About</h1></body></html>\n',
      'src/style.css': STYLE,
      'src/shop.woff2': FONT,
      'src/photo.png': PHOTO,
      'src/load.js': LOAD('./views'),
      ...modules('src/views', change),
    }),
    command: ['astro/bin/astro.mjs', 'build'],
    output: 'dist',
    publicFolder: 'public',
    hashed: /^_astro\/[\w.@-]+\.[\w-]{8}(?:_\w{5,6})?\.\w+$/,
    atLeast: 12,
  },
  {
    name: 'Nuxt 4',
    // With unstorage 1.17.6, which refuses the key "/", Nuxt 4.4 cannot generate the page at the root.
    packages: ['nuxt@4', 'nitropack@2.13.4', 'unstorage@1.17.5'],
    newNode: true,
    sources: (change) => ({
      'package.json': '{"private":true,"type":"module"}\n',
      'nuxt.config.js': "export default { compatibilityDate: '2026-01-01', telemetry: false, css: ['~/style.css'] };\n",
      'app/pages/index.vue':
        `<script setup>\n// ${change.comment}\nimport photo from '../photo.png';\nimport { load } from '../load.js';\nconst said = ref('');\nconst { data } = await useAsyncData('home', async () => ({ said: 'home' }));\n` +
        '</script>\n<template><main><img :src="photo"><img src="/images/room-4a12b07c.jpg"><NuxtLink to="/about">about</NuxtLink>{{ data?.said }}\n' +
        '<button @click="load(\'one\').then((text) => { said = text })">{{ said }}</button></main></template>\n',
      'app/pages/about.vue': '<template><h1>About</h1></template>\n',
      'app/app.vue': '<template><NuxtPage /></template>\n',
      'app/style.css': STYLE,
      'app/shop.woff2': FONT,
      'app/photo.png': PHOTO,
      'app/load.js': LOAD('./views'),
      ...modules('app/views', change),
    }),
    command: ['nuxt/bin/nuxt.mjs', 'generate'],
    output: '.output/public',
    publicFolder: 'public',
    hashed: /^_nuxt\/(?:[\w.-]+[.-])?[\w-]{8}\.\w+$/,
    atLeast: 14,
  },
  {
    name: 'Angular 21',
    packages: (
      '@angular/core@21 @angular/common@21 @angular/compiler@21 @angular/platform-browser@21 @angular/build@21 ' +
      '@angular/cli@21 @angular/compiler-cli@21 typescript@5.9 rxjs@7 tslib@2'
    ).split(' '),
    sources: (change) => ({
      'angular.json': JSON.stringify({
        version: 1,
        cli: { analytics: false },
        projects: {
          shop: {
            projectType: 'application',
            root: '',
            sourceRoot: 'src',
            architect: {
              build: {
                builder: '@angular/build:application',
                options: {
                  browser: 'src/main.ts',
                  index: 'src/index.html',
                  tsConfig: 'tsconfig.json',
                  styles: ['src/style.css'],
                  assets: [{ glob: '**/*', input: 'public' }],
                  outputPath: 'dist',
                  outputHashing: 'all',
                  loader: { '.png': 'file' },
                },
              },
            },
          },
        },
      }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          target: 'ES2022',
          module: 'preserve',
          moduleResolution: 'bundler',
          allowJs: true,
          lib: ['ES2022', 'DOM'],
        },
        files: ['src/main.ts'],
      }),
      'src/index.html':
        '<!doctype html><html lang="en"><head><base href="/"></head><body><shop-root></shop-root></body></html>\n',
      'src/main.ts':
        `// ${change.comment}\nimport { Component, signal } from '@angular/core';\nimport { bootstrapApplication } from '@angular/platform-browser';\n` +
        "// @ts-ignore\nimport photo from './photo.png';\nimport { load } from './load.js';\n" +
        '@Component({ selector: \'shop-root\', template: \'<img [src]="photo"><img src="/images/room-4a12b07c.jpg"><p>{{ said() }}</p>\' })\n' +
        'class Root { photo = photo; said = signal(""); constructor() { void load("one").then((text: string) => this.said.set(text)); } }\n' +
        'void bootstrapApplication(Root);\n',
      'src/style.css': STYLE,
      'src/shop.woff2': FONT,
      'src/photo.png': PHOTO,
      'src/load.js': LOAD('./views'),
      ...modules('src/views', change),
    }),
    command: ['@angular/cli/bin/ng.js', 'build'],
    output: 'dist/browser',
    publicFolder: 'public',
    hashed: /^(?:media\/)?[\w-]+-[A-Z0-9]{8}\.(?:js|css|png|woff2)$/,
    atLeast: 14,
  },
];
