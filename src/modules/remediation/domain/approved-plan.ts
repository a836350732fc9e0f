import type { ApprovalNeed } from './approval-need.js';
import type { PlannedChange } from './change.js';
import { stateHash } from './state-hash.js';

/** What people are asked of a plan, and what they have agreed to. Kept with the remediation. */
export interface PlanApproval {
  /** Whether the plan as it is now needs people. */
  required: boolean;
  levels: (1 | 2)[];
  quorum: number;
  why: string[];
  /** How often people were asked. */
  asked: number;
  /** The version that they were asked about last; 0: none. */
  askedVersion: number;
  /** What that one does, by change. */
  askedCalls: string[];
  /** What all levels have agreed to: another plan that does nothing else needs nobody. */
  agreed: { version: number; levels: number; quorum: number; calls: string[] } | null;
  /** Approvals that stand in the timelines of its resources. */
  noted: string[];
}

/** What one change would do to which resource, in a few bytes: the same for the same calls, whatever else has changed. */
export const callsOf = ({ fixId, resourceArn, accountId, plan }: PlannedChange): string =>
  stateHash([fixId, resourceArn, accountId, plan?.agreement ?? plan?.calls ?? [], plan?.loses ?? null]).slice(
    0,
    32,
  );

export const callsOfAll = (planned: readonly PlannedChange[]): string[] =>
  planned.filter(({ status }) => status === 'planned').map(callsOf);

/** Whether people have agreed to all that a plan does, at as many levels as it needs. */
export function isAgreed(
  planned: readonly PlannedChange[],
  need: ApprovalNeed,
  agreed: PlanApproval['agreed'],
): boolean {
  if (agreed === null || agreed.levels < need.levels.length || agreed.quorum < need.quorum) return false;
  return callsOfAll(planned).every((one) => agreed.calls.includes(one));
}

/** A question that an execution has put to people, as far as this looks at it. */
interface Question {
  status: string;
  level: number;
  quorum: number;
  details: unknown;
}

/** Whether people have said yes to this version of the plan at all levels that it needs. */
export function isApproved(
  remediationId: string,
  { askedVersion, levels, quorum }: PlanApproval,
  questions: readonly Question[],
): boolean {
  const yes = questions.filter(
    (one) => one.status === 'approved' && one.quorum >= quorum && isAbout(one, remediationId, askedVersion),
  );
  return askedVersion > 0 && levels.every((level) => yes.some((one) => one.level === level));
}

function isAbout({ details }: Question, remediationId: string, version: number): boolean {
  if (typeof details !== 'object' || details === null) return false;
  const { remediationId: id, planVersion } = details as Record<string, unknown>;
  return id === remediationId && planVersion === version;
}

/** Of a plan that nobody was asked about yet. */
export const unasked = (need: ApprovalNeed): PlanApproval => ({
  ...need,
  ...{ asked: 0, askedVersion: 0, askedCalls: [], agreed: null, noted: [] },
});

/** With a new plan's need, and the question about it where there is one. */
export function withPlan(
  before: PlanApproval,
  need: ApprovalNeed,
  ask: { version: number; planned: readonly PlannedChange[] } | undefined,
): PlanApproval {
  const { levels, quorum, why } = need;
  if (ask === undefined) return { ...before, required: false, levels, quorum, why };
  return {
    ...before,
    ...{ required: true, levels, quorum, why },
    ...{ asked: before.asked + 1, askedVersion: ask.version, askedCalls: callsOfAll(ask.planned) },
  };
}

/** Once all levels have agreed to what they were asked. */
export const withAgreement = (before: PlanApproval): PlanApproval => ({
  ...before,
  required: false,
  agreed: {
    ...{ version: before.askedVersion, levels: before.levels.length, quorum: before.quorum },
    calls: before.askedCalls,
  },
});
