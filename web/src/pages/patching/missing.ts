import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import type { PatchFilters } from './filters.js';
import { PATCHING } from './queries.js';

/** As an installation is asked for it. */
export type Patch = Schemas['StartPatchInstallation']['approvedPatches'][number];

/** The API gives so many at once. */
const MOST = 500;

export const keyOf = ({ accountId, region, instanceId, patchId }: Patch): string =>
  [accountId, region, instanceId, patchId].join(' ');

/** Each patch that an instance lacks, once, with all that it closes there. */
function patchesOf(vulnerabilities: readonly Schemas['Vulnerability'][]): Patch[] {
  const all = new Map<string, Patch & { cveIds: string[] }>();
  for (const { instanceId, accountId, region, vulnerabilityId, patches } of vulnerabilities) {
    if (instanceId === null) continue;
    for (const { patchId, severity } of patches) {
      const fresh = { patchId, instanceId, accountId, region, severity, cveIds: new Array<string>() };
      const patch = all.get(keyOf(fresh)) ?? fresh;
      all.set(keyOf(patch), patch);
      // the id of a security patch stands for itself where it names no CVE
      if (vulnerabilityId.startsWith('CVE-')) patch.cveIds.push(vulnerabilityId);
    }
  }
  return [...all.values()];
}

/** What can be installed: what was approved together, or what instances lack; whether that is all of it. */
export const missingOf = ({ approvalId, ...filters }: PatchFilters) =>
  queryOptions({
    queryKey: [PATCHING, 'missing', approvalId ?? null, filters],
    queryFn: async (): Promise<{ patches: Patch[]; isAll: boolean }> => {
      if (approvalId !== undefined) {
        const path = { id: approvalId };
        const { patches } = await bodyOf(api.GET('/patching/approvals/{id}', { params: { path } }));
        return { patches, isAll: true };
      }
      const query = { ...filters, status: 'open', patchable: 'true', limit: MOST } as const;
      const { items, nextCursor } = await bodyOf(api.GET('/vulnerabilities', { params: { query } }));
      return { patches: patchesOf(items), isAll: nextCursor === null };
    },
    // a choice that is being made stays
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  });
