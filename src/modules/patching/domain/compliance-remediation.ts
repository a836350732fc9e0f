import { z } from 'zod';

export const DEFAULT_THRESHOLD = 70;
export const DEFAULT_REASSESS_SECONDS = 900;

const score = z.number().min(0).max(100).nullish();
const violation = z.object({
  controlId: z.string().min(1).max(128),
  resourceArn: z.string().min(1).max(2048),
  findingId: z.string().min(1).max(64).optional(),
});
export type Violation = z.output<typeof violation>;

const id = z.string().trim().min(1).max(128);
/** specs/3's input, and the event "Compliance Violation Detected", which says the score in its detail. */
const printed = z.object({
  correlation_id: id.optional(),
  compliance_score: score,
  violations: z.array(violation).max(1000).nullish(),
  threshold: z.number().min(0).max(100).default(DEFAULT_THRESHOLD),
  reassessAfterSeconds: z.number().int().min(0).max(604_800).default(DEFAULT_REASSESS_SECONDS),
  detail: z.looseObject({ correlation_id: id.optional(), compliance_score: score }).optional(),
});
const standardInput = z.looseObject({
  parameters: z.looseObject({}),
  metadata: z.looseObject({ correlationId: z.string().optional() }).optional(),
});

export interface RemediationRequest {
  correlationId: string | null;
  score: number | null;
  /** null: none are named, so that the worst of all are meant. */
  violations: readonly Violation[] | null;
  threshold: number;
  reassessAfterSeconds: number;
}

/** Reads an execution's input, whichever form it has. @throws ZodError */
export function remediationRequestOf(input: unknown): RemediationRequest {
  const standard = standardInput.safeParse(input);
  const given = printed.parse(standard.success ? standard.data.parameters : input);
  const { detail = {}, threshold, reassessAfterSeconds } = given;
  const ofExecution = standard.success ? standard.data.metadata?.correlationId : undefined;
  return {
    ...{ threshold, reassessAfterSeconds, violations: given.violations ?? null },
    correlationId: given.correlation_id ?? detail.correlation_id ?? ofExecution ?? null,
    score: given.compliance_score ?? detail.compliance_score ?? null,
  };
}

/** Severities that do not wait. */
export const URGENT = ['critical', 'high'] as const;
const isUrgent = (severity: string): boolean => (URGENT as readonly string[]).includes(severity);

/** A finding as far as it matters whether it is remediated. */
export interface Candidate {
  id: string;
  status: string;
  silenced: boolean;
  exists: boolean;
  severity: string;
  controlId: string;
  accountId: string;
}

export interface ComplianceAnalysis {
  /** Whether remediation is begun, and why, or why not. */
  isNeeded: boolean;
  why: string;
  bySeverity: Record<string, number>;
  /** Critical and high ones that a fix mends, the critical first. */
  fixable: { id: string; accountId: string }[];
  /** Critical and high ones that only people can mend. */
  unfixable: number;
}

/** What is to be done about findings: something at once where the score is too low, or one of them is critical. */
export function analyse(
  findings: readonly Candidate[],
  { score: given, threshold }: Pick<RemediationRequest, 'score' | 'threshold'>,
  hasFix: (controlId: string) => boolean,
): ComplianceAnalysis {
  const open = findings.filter(({ status, silenced, exists }) => status === 'open' && !silenced && exists);
  const bySeverity: Record<string, number> = {};
  for (const { severity } of open) bySeverity[severity] = (bySeverity[severity] ?? 0) + 1;
  const urgent = open
    .filter(({ severity }) => isUrgent(severity))
    .sort(
      (a, b) => URGENT.findIndex((one) => one === a.severity) - URGENT.findIndex((one) => one === b.severity),
    );
  const fixable = urgent.filter(({ controlId }) => hasFix(controlId));
  const critical = bySeverity['critical'] ?? 0;
  const isLow = given !== null && given < threshold;
  const reasons = [
    ...(isLow ? [`the score ${given} is below ${threshold}`] : []),
    ...(critical > 0 ? [`${critical} violations are critical`] : []),
  ];
  return {
    isNeeded: reasons.length > 0,
    why: reasons.length > 0 ? reasons.join(', and ') : 'no score below the threshold, and nothing critical',
    bySeverity,
    fixable: fixable.map(({ id: findingId, accountId }) => ({ id: findingId, accountId })),
    unfixable: urgent.length - fixable.length,
  };
}
