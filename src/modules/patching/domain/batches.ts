/** An instance that is to be patched, by what decides when. */
export interface Batchable {
  accountId: string;
  region: string;
  instanceId: string;
  zone: string | null;
  /** What it does its work together with: names of Auto Scaling groups, target groups, `shepherd:group`. */
  groups: readonly string[];
}

export interface BatchSize {
  batchSize?: number | undefined;
  batchPercent?: number | undefined;
}

export interface Batch<T extends Batchable> {
  accountId: string;
  region: string;
  zone: string | null;
  instances: T[];
}

/** Where neither a size nor a share is asked for. */
export const DEFAULT_PERCENT = 25;

/** The most instances in a batch; the smaller one where a size and a share are given. */
export function largestBatch(count: number, { batchSize, batchPercent }: BatchSize): number {
  const percent = batchPercent ?? (batchSize === undefined ? DEFAULT_PERCENT : undefined);
  const limits = [
    ...(batchSize === undefined ? [] : [batchSize]),
    ...(percent === undefined ? [] : [Math.ceil((count * percent) / 100)]),
  ];
  return Math.max(1, Math.min(...limits));
}

/**
 * Instances in the order in which they are patched, batch by batch. The same instances give the same batches.
 *
 * - A batch lies in one Availability Zone, and one zone follows the other: what goes wrong is in one zone, and what
 *   was built to live without a zone lives on (Amazon Builders' Library, "Static stability using Availability Zones":
 *   deployments go to one zone at a time; CodeDeploy's zonal configuration does the same:
 *   codedeploy/latest/userguide/deployment-configurations-create.html).
 * - It never has all instances of a zone that has more than one: what does not live without the zone keeps a part.
 * - It has one instance of a group at the most.
 */
export function batchesOf<T extends Batchable>(instances: readonly T[], size: BatchSize): Batch<T>[] {
  const largest = largestBatch(instances.length, size);
  const zones = new Map<string, T[]>();
  for (const one of [...instances].sort(byPlace)) {
    const zone = `${one.accountId} ${one.region} ${one.zone ?? ''}`;
    zones.set(zone, [...(zones.get(zone) ?? []), one]);
  }
  return [...zones.values()].flatMap((all) =>
    zoneBatches(all, Math.min(largest, Math.max(1, all.length - 1))),
  );
}

function zoneBatches<T extends Batchable>(instances: readonly T[], largest: number): Batch<T>[] {
  const batches: Batch<T>[] = [];
  for (const one of instances) {
    const fits = batches.find(
      (batch) =>
        batch.instances.length < largest &&
        !batch.instances.some(({ groups }) => groups.some((group) => one.groups.includes(group))),
    );
    if (fits !== undefined) fits.instances.push(one);
    else {
      const { accountId, region, zone } = one;
      batches.push({ accountId, region, zone, instances: [one] });
    }
  }
  return batches;
}

function byPlace(a: Batchable, b: Batchable): number {
  const [left, right] = [a, b].map(({ accountId, region, zone, instanceId }) =>
    [accountId, region, zone ?? '', instanceId].join(' '),
  );
  return (left ?? '') < (right ?? '') ? -1 : 1;
}
