/** What a scan could not read. */
export interface ScanGap {
  accountId: string;
  region: string;
  service: string;
  resourceType: string | null;
  part: string | null;
  reason: string;
  code: string;
  count: number;
}

/** The same in words. */
export const gapsOf = (errors: readonly ScanGap[]): { where: string; what: string }[] =>
  errors.map(({ accountId, region, service, resourceType, part, reason, code, count }) => ({
    where: [accountId, region, service, resourceType, part].filter((one) => one !== null).join(' · '),
    what: `${reason} (${code})${count > 1 ? `, ${count} times` : ''}`,
  }));
