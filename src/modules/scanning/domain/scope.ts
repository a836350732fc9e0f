import { createHash } from 'node:crypto';
import { type ScanReads } from './imports/scan-reads.js';
import { GLOBAL_REGION, SERVICE_SCOPES, services, type Service } from './resource-type.js';

/** What a scan may be called (specs/1 and specs/2 use the aliases), and what it is called here. */
export const scanTypes = [
  'full',
  'security',
  'compliance',
  'cost',
  'targeted',
  'reassessment',
  'incremental',
] as const;
export type ScanType = (typeof scanTypes)[number];
export const scanTypeAliases: Record<string, ScanType> = {
  comprehensive: 'full',
  'security-focused': 'security',
};

/** What a scan looks at; null, or left out in the row of an older scan, means all. */
export interface Scope {
  accountIds: string[] | null;
  regions: string[] | null;
  services: Service[] | null;
  /** These resources and no others. */
  resourceArns?: string[] | null;
  /** Resources that have all of these tags. */
  tags?: Record<string, string> | null;
  controls?: string[] | null;
  /** The controls of these frameworks. */
  frameworks?: string[] | null;
  /** What it takes over from AWS's own tools; of vulnerabilities: that alone. */
  reads?: ScanReads | null;
}

const sorted = <T extends string>(list: readonly T[] | null | undefined): T[] | null =>
  list === null || list === undefined ? null : [...new Set(list)].sort();

/** The same scope in one spelling: without repeats, in order. All services named is the same as none named. */
export function normalScope(given: { [K in keyof Scope]?: Scope[K] | undefined }): Scope {
  const named = sorted(given.services);
  return {
    accountIds: sorted(given.accountIds),
    regions: sorted(given.regions),
    services: named?.length === services.length ? null : named,
    resourceArns: sorted(given.resourceArns),
    tags: given.tags === undefined || given.tags === null ? null : sortedTags(given.tags),
    controls: sorted(given.controls),
    frameworks: sorted(given.frameworks),
    ...(given.reads === undefined || given.reads === null ? {} : { reads: given.reads }),
  };
}

const sortedTags = (tags: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Whether a listing shows all that a scan of this scope looks at, so that what is missing in it is gone. */
export const seesAll = ({ resourceArns = null, tags = null }: Scope): boolean =>
  resourceArns === null && tags === null;

/** The index that holds it takes some 2,700 bytes, three for a character; hundreds of ARNs are more. */
const LONGEST_KEY = 800;

/** Equal for scans that look at the same things: one of them at a time is enough. */
export function scopeKey(scanType: ScanType, scope: Scope): string {
  const key = JSON.stringify([
    ...[scanType, scope.accountIds, scope.regions, scope.services],
    ...[scope.resourceArns ?? null, scope.tags ?? null, scope.controls ?? null, scope.frameworks ?? null],
    ...(scope.reads === undefined ? [] : [scope.reads]),
  ]);
  return key.length <= LONGEST_KEY ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

/**
 * The units of one account: regional services in each region, the others once. `regions` narrows what lies in a
 * region; IAM lies in none, and buckets are picked by their own region when they are read.
 */
export function unitsOf(
  scope: Scope,
  accountRegions: readonly string[],
): { region: string; service: Service }[] {
  const wanted = services.filter((service) => scope.services?.includes(service) ?? true);
  const regions = accountRegions.filter((region) => scope.regions?.includes(region) ?? true);
  return wanted.flatMap((service) =>
    SERVICE_SCOPES[service].flatMap((scope) =>
      scope === 'region'
        ? regions.map((region) => ({ region, service }))
        : [{ region: GLOBAL_REGION, service }],
    ),
  );
}
