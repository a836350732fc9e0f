/** How much of it the question shows: an approval takes 32 KB. */
const MOST_SHOWN = 20;
const MOST_WORDS = 10;

interface Planned {
  status: string;
  resourceArn: string;
  fixId: string;
  reason: string | null;
  plan: {
    words: readonly string[];
    calls: readonly { service: string; operation: string; region?: string }[];
  } | null;
}

/** What people read who have to say whether resources may be cut off. */
export function approvalDetails(
  { id, severity, reasons }: { id: string; severity: string; reasons: readonly string[] },
  planVersion: number,
  planned: readonly Planned[],
  why: readonly string[],
): Record<string, unknown> {
  const changes = planned.filter(({ status }) => status === 'planned');
  return {
    ...{ incidentId: id, planVersion, severity },
    ...{ reasons: reasons.slice(0, MOST_WORDS), why: why.slice(0, MOST_WORDS) },
    changes: changes.slice(0, MOST_SHOWN).map(({ resourceArn, fixId, plan }) => ({
      ...{ resourceArn, fixId },
      words: plan?.words.slice(0, MOST_WORDS) ?? [],
      calls: (plan?.calls ?? [])
        .map(({ service, operation }) => `${service}:${operation}`)
        .slice(0, MOST_WORDS),
    })),
    more: Math.max(0, changes.length - MOST_SHOWN),
    refused: planned
      .filter(({ status }) => status === 'refused')
      .slice(0, MOST_SHOWN)
      .map(({ resourceArn, reason }) => ({ resourceArn, reason })),
  };
}
