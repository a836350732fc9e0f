import type { ApprovablePatch } from './patch-approval.js';

/** An execution takes 256 KB (StartExecution); what stands around the patches takes a little. */
const MOST_BYTES = 200_000;
/** As many as patch-installation takes of one patch. */
const MOST_CVES = 500;

/** What patch-installation is given (contracts: approved_patches). */
export type OrderedPatch = Omit<ApprovablePatch, 'resourceArn'>;

/**
 * Approved patches as executions of patch-installation take them: one where they fit, else one for each account and
 * region, as no group of instances reaches over that; where even that is too much it is split between instances.
 * The same for the same. Only EC2 instances: others (`mi-…`) have no volume that could be put back.
 */
export function installationOrders(patches: readonly ApprovablePatch[]): OrderedPatch[][] {
  const ordered = patches
    .filter(({ instanceId }) => instanceId.startsWith('i-'))
    .map(({ resourceArn: _, cveIds, ...patch }) => ({ ...patch, cveIds: cveIds.slice(0, MOST_CVES) }));
  if (ordered.length === 0) return [];
  if (fits(ordered)) return [ordered];
  return groupsOf(ordered, ({ accountId, region }) => `${accountId} ${region}`).flatMap((place) =>
    fits(place) ? [place] : packed(groupsOf(place, ({ instanceId }) => instanceId)),
  );
}

const bytesOf = (patches: readonly OrderedPatch[]): number => Buffer.byteLength(JSON.stringify(patches));
const fits = (patches: readonly OrderedPatch[]): boolean => bytesOf(patches) <= MOST_BYTES;

function packed(instances: readonly OrderedPatch[][]): OrderedPatch[][] {
  const orders: OrderedPatch[][] = [];
  let bytes = Infinity;
  for (const patches of instances) {
    const more = bytesOf(patches);
    const last = orders.at(-1);
    if (last === undefined || bytes + more > MOST_BYTES) {
      orders.push([...patches]);
      bytes = more;
    } else {
      last.push(...patches);
      bytes += more;
    }
  }
  return orders;
}

function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
