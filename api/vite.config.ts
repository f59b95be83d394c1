import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// One file that Lambda loads as it is. Not minified: who reads a stack trace should recognise the code.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: false,
  logLevel: 'warn',
  build: {
    ssr: 'src/handler.ts',
    outDir: 'dist',
    emptyOutDir: true,
    target: 'node22',
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'index.mjs' } },
  },
  ssr: { noExternal: true, target: 'node' },
});
