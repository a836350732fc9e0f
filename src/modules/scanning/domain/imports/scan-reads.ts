import { z } from 'zod';

/** patches: Systems Manager alone; targeted: Inspector's findings, with the patches that close them. */
export const vulnerabilitySources = ['patches', 'targeted'] as const;

/** What a scan takes over from AWS's own tools, beside what its controls read. */
export const scanReads = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('findings'), daysBack: z.number() }),
  z.object({
    kind: z.literal('vulnerabilities'),
    daysBack: z.number(),
    source: z.enum(vulnerabilitySources),
    includeInspector: z.boolean(),
    includePatches: z.boolean(),
  }),
]);
export type ScanReads = z.output<typeof scanReads>;

/** Services of the units that read these, and of no others. */
export const IMPORT_UNITS = { findings: 'imported-findings', vulnerabilities: 'vulnerabilities' } as const;
export const importServices: readonly string[] = Object.values(IMPORT_UNITS);

/** One unit for each region: what AWS's tools know, each region of theirs knows by itself. */
export function importUnitsOf(
  { reads, regions: chosen }: { reads?: ScanReads | null | undefined; regions: readonly string[] | null },
  accountRegions: readonly string[],
): { region: string; service: string }[] {
  if (reads === undefined || reads === null) return [];
  const service = IMPORT_UNITS[reads.kind];
  return accountRegions
    .filter((region) => chosen?.includes(region) ?? true)
    .map((region) => ({ region, service }));
}
