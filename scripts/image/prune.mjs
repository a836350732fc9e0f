import { existsSync, globSync, readdirSync, rmSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * node scripts/image/prune.mjs FOLDER: takes out of FOLDER/node_modules and FOLDER/dist what a running service never
 * reads. For the image only: nothing can be compiled against what is left. Needs Node 22 or newer (globSync).
 */

/** Whatever package they belong to: source maps, typings, sources of what is compiled, texts for people. */
const USELESS_FILES = /(\.map|\.[cm]?ts|\.tsbuildinfo|\.flow|\.markdown|\.md)$/i;
const KEPT_FILES = /^(licen[cs]e|notice|copying)/i;

/**
 * What single packages bring for others than us. A line that matches nothing fails the build: the package has changed,
 * and so the line has to.
 */
const USELESS_PATHS = [
  // query compilers of other databases, and the small ones: the generated client takes the fast one of PostgreSQL
  '@prisma/client/runtime/query_compiler_fast_bg.{cockroachdb,mysql,sqlite,sqlserver}.*',
  '@prisma/client/runtime/query_compiler_small_bg.*',
  '@prisma/client/runtime/wasm-compiler-edge.*',
  // for bundlers; Node takes dist-cjs
  '@{aws-sdk,smithy}/*/{dist-es,dist-types}',
  '@opentelemetry/*/build/{esm,esnext}',
  'rxjs/{dist/esm,dist/esm5,dist/bundles,dist/types,src}',
  'swagger-ui-dist/swagger-ui-es-bundle*',
  'bintrees/test',
  // bundles for browsers; the parts are taken from lib
  'echarts/{dist,i18n,theme,ssr}',
  'pdfkit/js/pdfkit.standalone*',
  // the weights that nothing is written in
  '@expo-google-fonts/*/{100,200,300,500,700,800,900}*',
  '@expo-google-fonts/*/*_Italic',
  // typings alone
  '@types',
  // sends a count of installs to its makers; swagger-ui-dist asks for it and never loads it
  '@scarf',
];

const folder = process.argv[2];
const modules = join(folder ?? '', 'node_modules');
if (!folder || !existsSync(modules)) {
  console.error('usage: node scripts/image/prune.mjs FOLDER   (the one that holds node_modules)');
  process.exit(2);
}

const before = megabytes(modules);
const stale = USELESS_PATHS.filter((pattern) => {
  const found = globSync(pattern, { cwd: modules });
  for (const path of found) rmSync(join(modules, path), { recursive: true });
  return found.length === 0;
});
sweep(modules);
if (existsSync(join(folder, 'dist'))) sweep(join(folder, 'dist'));
console.log(`node_modules: ${before} MB, pruned to ${megabytes(modules)} MB`);
if (stale.length > 0) {
  console.error(`These lines of scripts/image/prune.mjs match nothing any more:\n  ${stale.join('\n  ')}`);
  process.exit(1);
}

/** Takes the useless files out of a folder, and the folder too when nothing is left. */
function sweep(place) {
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    const path = join(place, entry.name);
    if (entry.isDirectory()) sweep(path);
    else if (USELESS_FILES.test(entry.name) && !KEPT_FILES.test(entry.name)) rmSync(path);
  }
  if (readdirSync(place).length === 0) rmdirSync(place);
}

function megabytes(place) {
  const size = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isDirectory()) return stat?.size ?? 0;
    return readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0);
  };
  return Math.round(size(place) / 1e6);
}
