import { shownPatch } from './patches.js';
import { type MissingPatch, type Vulnerability } from './vulnerability.js';

/**
 * A vulnerability with the patches that close it on its instance: those that name its CVE; and, of those that name
 * none, the ones for a package that is vulnerable (`openssl.x86_64`, or `openssl` alone, is the patch of openssl).
 * @param patches what the instance lacks; null: not read
 */
export function withPatches(
  vulnerability: Vulnerability,
  patches: readonly MissingPatch[] | null,
): Vulnerability {
  if (patches === null) return vulnerability;
  const names = new Set(
    vulnerability.packages.flatMap(({ name, arch }) => {
      const bare = name.toLowerCase();
      return arch === null ? [bare] : [bare, `${bare}.${arch.toLowerCase()}`];
    }),
  );
  const closing = patches.filter(({ cveIds, patchId }) =>
    cveIds.length > 0 ? cveIds.includes(vulnerability.vulnerabilityId) : names.has(patchId.toLowerCase()),
  );
  return { ...vulnerability, patches: closing.map(shownPatch) };
}
