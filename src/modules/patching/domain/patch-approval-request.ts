import { z } from 'zod';

const count = z.number().int().min(0);
const id = z.string().trim().min(1).max(128);
const counts = {
  vulnerability_count: count.optional(),
  /** What the event "Critical Vulnerabilities Detected" calls it. */
  total_vulnerabilities: count.optional(),
  critical_count: count.optional(),
  high_count: count.optional(),
};

const scanSources = ['targeted', 'patches'] as const;

/** What specs/3 prints as the input, and the event that it comes from: all of it may be left out. */
export const printedRequest = z.object({
  correlation_id: id.optional(),
  'detail-type': z.string().min(1).max(128).optional(),
  ...counts,
  detail: z
    .looseObject({ ...counts, correlation_id: id.optional(), timestamp: z.iso.datetime().optional() })
    .optional(),
  /** Of our own: what the scan asks: patches are Systems Manager's alone, targeted are Inspector's findings with theirs. */
  scanType: z.enum(scanSources).default('targeted'),
  daysBack: z.number().int().min(1).max(365).default(7),
  /** Of our own: the scan that is to be decided about, which has ended. */
  scanId: z.string().min(1).max(64).optional(),
});
export type PrintedRequest = z.output<typeof printedRequest>;

/** What an execution is asked for, whichever form it came in. */
export interface PatchRequest {
  /** null: the caller has not said. */
  correlationId: string | null;
  detailType: string | null;
  counts: { total: number | null; critical: number | null; high: number | null };
  scanType: (typeof scanSources)[number];
  daysBack: number;
  /** The scan by its id. */
  scanId: string | null;
  /** The scan by what its event says of it. */
  scanEnded: { correlationId: string; endedAt: string } | null;
}

const standardInput = z.looseObject({
  parameters: z.looseObject({}),
  metadata: z.looseObject({ correlationId: z.string().optional() }).optional(),
});

/**
 * Reads an execution's input: the standard one with the fields in `parameters`, or they alone, as specs/3 prints it and
 * EventBridge would hand it over.
 * @throws ZodError
 */
export function patchRequestOf(input: unknown): PatchRequest {
  const standard = standardInput.safeParse(input);
  const given = printedRequest.parse(standard.success ? standard.data.parameters : input);
  const { detail = {}, scanId = null, scanType, daysBack } = given;
  const named = given.correlation_id ?? detail.correlation_id ?? null;
  const { timestamp } = detail;
  return {
    correlationId: named ?? (standard.success ? (standard.data.metadata?.correlationId ?? null) : null),
    detailType: given['detail-type'] ?? null,
    counts: {
      total:
        detail.vulnerability_count ??
        detail.total_vulnerabilities ??
        given.vulnerability_count ??
        given.total_vulnerabilities ??
        null,
      critical: detail.critical_count ?? given.critical_count ?? null,
      high: detail.high_count ?? given.high_count ?? null,
    },
    ...{ scanType, daysBack, scanId },
    scanEnded:
      named === null || timestamp === undefined ? null : { correlationId: named, endedAt: timestamp },
  };
}
