import type { ChangeRow } from './change-row.js';
import type { PlanApproval } from './approved-plan.js';
import { countsOf, groupsOf, type RemediationStatus } from './remediation.js';
import { shownPlan, type ShownPlan } from './shown-plan.js';

const DAY_SECONDS = 86_400;
/** What an execution can carry through its states, with room for the rest. */
const DRY_RUN_BYTES = 100_000;

interface Remediation {
  id: string;
  status: RemediationStatus;
  reason: string | null;
  dryRun: boolean;
  planVersion: number;
  approval: PlanApproval | null;
}

/** What the workflow goes on with. It follows from the rows alone, so that a task that is run again gives the same. */
export interface RemediationSummary {
  remediationId: string;
  status: RemediationStatus;
  reason: string | null;
  /** end: there is nothing (more) to apply. stop: the kill switch. */
  next: 'approve' | 'apply' | 'end' | 'stop';
  approvalRequired: boolean;
  planVersion: number;
  counts: ReturnType<typeof countsOf>;
  subject: string;
  /** Of what people are asked, and of a dry run. */
  plan: ShownPlan | null;
  /** One after the other. */
  approvals: { level: number; quorum: number; title: string; expiresInSeconds: number }[];
  /** Ids of changes, by resource. */
  groups: string[][];
}

export function summaryOf(row: Remediation, changes: readonly ChangeRow[]): RemediationSummary {
  const { id: remediationId, status, reason, planVersion } = row;
  const groups = status === 'applying' ? groupsOf(changes) : [];
  const next = nextOf(status, groups.length);
  return {
    ...{ remediationId, status, reason, next, planVersion, groups },
    approvalRequired: next === 'approve',
    counts: countsOf(changes),
    subject: subjectOf(status, changes),
    plan: next === 'approve' || row.dryRun ? planOf(row, changes) : null,
    approvals: next === 'approve' ? approvalsOf(row, changes) : [],
  };
}

function nextOf(status: RemediationStatus, groups: number): RemediationSummary['next'] {
  if (status === 'stopped') return 'stop';
  if (status === 'waiting_for_approval') return 'approve';
  return status === 'validating' || groups > 0 ? 'apply' : 'end';
}

const planOf = (
  { id, planVersion, approval, dryRun }: Remediation,
  changes: readonly ChangeRow[],
): ShownPlan =>
  shownPlan(
    { remediationId: id, planVersion, why: approval?.why ?? [] },
    changes,
    dryRun ? DRY_RUN_BYTES : undefined,
  );

/** One title for all levels: by it they are known to be about the same. */
function approvalsOf({ approval, planVersion }: Remediation, changes: readonly ChangeRow[]) {
  const planned = changes.filter(({ status }) => status === 'planned');
  const accounts = [...new Set(planned.map(({ accountId }) => accountId))].sort();
  const where = accounts.length === 1 ? `the account ${accounts[0] ?? ''}` : `${accounts.length} accounts`;
  const many = planned.length === 1 ? 'a change' : `${planned.length} changes`;
  const title = `Remediation: ${many} in ${where} (plan ${planVersion})`;
  const { levels = [], quorum = 1 } = approval ?? {};
  return levels.map((level) => ({ level, quorum, title, expiresInSeconds: DAY_SECONDS }));
}

function subjectOf(status: RemediationStatus, changes: readonly ChangeRow[]): string {
  const { verified = 0, planned = 0 } = countsOf(changes);
  if (status === 'planned')
    return `Remediation planned: ${planned} of ${changes.length} changes are possible`;
  return `Remediation ${status}: ${verified} of ${changes.length} changes made`;
}
