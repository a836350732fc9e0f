import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import type { PatchFilters } from './filters.js';

/** As an installation is asked for it. */
export type Patch = Schemas['StartPatchInstallation']['approvedPatches'][number];

/** Vulnerabilities that are read, so many at once. */
const MOST = 5000;
const PAGE = 500;
/** Of one patch, as many as an installation takes. */
const MOST_CVES = 500;

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
      if (vulnerabilityId.startsWith('CVE-') && patch.cveIds.length < MOST_CVES)
        patch.cveIds.push(vulnerabilityId);
    }
  }
  return [...all.values()];
}

/** What is open and has a patch; whether that is all of it. */
async function patchable(filters: Omit<PatchFilters, 'approvalId'>) {
  const items: Schemas['Vulnerability'][] = [];
  let cursor: string | undefined;
  do {
    const query = { ...filters, status: 'open', patchable: 'true', limit: PAGE, cursor } as const;
    const page = await bodyOf(api.GET('/vulnerabilities', { params: { query } }));
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && items.length < MOST);
  return { items, isAll: cursor === undefined };
}

/** What can be installed: what was approved together, or what instances lack; whether that is all of it. */
export const missingOf = ({ approvalId, ...filters }: PatchFilters) =>
  queryOptions({
    queryKey: ['missing-patches', approvalId ?? null, filters],
    queryFn: async (): Promise<{ patches: Patch[]; isAll: boolean }> => {
      if (approvalId !== undefined) {
        const path = { id: approvalId };
        const { patches } = await bodyOf(api.GET('/patching/approvals/{id}', { params: { path } }));
        return { patches, isAll: true };
      }
      const { items, isAll } = await patchable(filters);
      return { patches: patchesOf(items), isAll };
    },
    // a choice that is being made stays, whatever is read anew beside it; who comes again chooses from what is then
    refetchOnWindowFocus: false,
    staleTime: Infinity,
    gcTime: 0,
  });
