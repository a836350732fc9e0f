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

/** What a scan looks at; null means all. */
export interface Scope {
  accountIds: string[] | null;
  regions: string[] | null;
  services: Service[] | null;
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
  };
}

/** Equal for scans that look at the same things: one of them at a time is enough. */
export const scopeKey = (scanType: ScanType, scope: Scope): string =>
  JSON.stringify([scanType, scope.accountIds, scope.regions, scope.services]);

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
