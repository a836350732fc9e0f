import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// what the first step runs may import nothing of the rest, which is read after it
const FIRST = /web\/src\/(early|pages\/overview\/open-path)|vite\/preload-helper/;
const BASE = /node_modules\/(react|react-dom|scheduler|@tanstack\/(?!react-virtual|virtual-core))/;
// what two pages share is small; dialogs are not, and come when one opens
const PARTS = /web\/src\/(ui|api)\/(?!dialog|confirm)|\/client\/|openapi-fetch/;

/** The page's code comes beside its first step, which imports it, and not after. */
const preloadMain: Plugin = {
  name: 'preload-main',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) =>
      Object.values(bundle).flatMap((main) =>
        main.type === 'chunk' && main.name === 'main'
          ? [main.fileName, ...main.imports]
              .filter((file) => !html.includes(file))
              .map((file) => ({
                ...{ tag: 'link', injectTo: 'head' as const },
                attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
              }))
          : [],
      ),
  },
};

export default defineConfig({
  root: here('.'),
  plugins: [preloadMain],
  resolve: { alias: { 'compliance-shepherd/client': here('../client/index.ts') } },
  build: {
    outDir: here('dist'),
    assetsInlineLimit: 0, // no data: addresses, so that the page's policy needs to allow none
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600, // ECharts, which comes after what one reads first
    license: { fileName: 'licences.md' }, // of what is built in
    target: 'es2022',
    rolldownOptions: {
      // what every page needs is one file: many small ones cost a request and its headers each
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', test: FIRST, priority: 3 },
            { name: 'base', test: BASE, priority: 2 },
            { name: 'parts', test: PARTS, minShareCount: 2, priority: 1 },
          ],
        },
      },
      // `use client` speaks to servers that render pages
      onwarn: (warning, tell) => void (warning.code === 'MODULE_LEVEL_DIRECTIVE' || tell(warning)),
    },
  },
  // npm start beside it: what is no file of the page is the API
  server: { proxy: { '^/(?!src/|@|node_modules/|ui(/|$)|$)': 'http://localhost:8084' } },
});
