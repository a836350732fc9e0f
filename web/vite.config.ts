import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const BASE = /node_modules\/(react|react-dom|scheduler|@tanstack\/(?!react-virtual|virtual-core))/;

export default defineConfig({
  root: here('.'),
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
      output: { codeSplitting: { groups: [{ name: 'base', test: BASE }] } },
      // `use client` speaks to servers that render pages
      onwarn: (warning, tell) => void (warning.code === 'MODULE_LEVEL_DIRECTIVE' || tell(warning)),
    },
  },
  // npm start beside it: what is no file of the page is the API
  server: { proxy: { '^/(?!src/|@|node_modules/|ui(/|$)|$)': 'http://localhost:8084' } },
});
