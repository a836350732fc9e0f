export const priorities = { high: 1, normal: 2, low: 3 } as const;
export type Priority = keyof typeof priorities;

/** What every workflow is given (specs/1 and specs/2). */
export interface StandardInput {
  tenantId: string;
  workflowType: string;
  /** With the default of each that was left out. */
  parameters: Record<string, unknown>;
  metadata: {
    /** What asked for it: `api`, `schedule`, or what an external system calls itself. */
    source: string;
    priority: Priority;
    /** As the caller claims. */
    startedBy: string | null;
    correlationId: string;
    [more: string]: unknown;
  };
}

/** StartExecution's quota: bytes of UTF-8. */
export const MAX_INPUT_BYTES = 262_144;

/** Whether two requests ask for the same: they differ by the correlation id alone, which each request has anew. */
export function isSameInput(a: StandardInput, b: StandardInput): boolean {
  return comparable(a) === comparable(b);
}

function comparable({ metadata, ...input }: StandardInput): string {
  const { correlationId: _, ...rest } = metadata;
  return JSON.stringify(sorted({ ...input, metadata: rest }));
}

/** With the fields of each object in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}

const LONGEST_PREFIX = 56;

/**
 * The name of an execution that nobody named: `scan-1642678800-abc123` (specs/2).
 * @param random letters and digits, enough that two starts in one second do not meet
 */
export function executionNameOf(workflowType: string, at: Date, random: string): string {
  const prefix = workflowType.replace(/^compliance-/, '').replace(/[^A-Za-z0-9_-]/g, '-');
  return `${prefix.slice(0, LONGEST_PREFIX)}-${Math.floor(at.getTime() / 1000)}-${random}`;
}
