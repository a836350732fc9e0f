export { AwsCalls, CallFailed } from './aws/aws-calls.js';
export { ChangePlanner, NO_FIX, type Planning } from './change-planner.service.js';
export { approvalNeed, type ApprovalNeed } from './domain/approval-need.js';
export { blastRadius } from './domain/blast-radius.js';
export { ALL_ACCOUNTS, refusal, type Attempted, type Policy } from './domain/guardrails.js';
export { PATCH_INSTALLATION } from './domain/guarded-fixes.js';
export { hoursRefusal, type Hours } from './domain/hours.js';
export { killSwitchChanged } from './facts.js';
export { Guardrails } from './guardrails.service.js';
export { KillSwitch } from './kill-switch.service.js';
export { RemediationModule } from './remediation.module.js';
export { CHANGE_PACING, type ChangeRun, type Pacing } from './change-pacing.js';
export { ChangeTakenOver } from './change-ends.service.js';
export { Changes } from './changes.service.js';
export { call, MARK, resolved } from './domain/call.js';
export type { ChangeOwner, ChangePlan, ChangeStatus, PlannedChange, WantedChange } from './domain/change.js';
export {
  isNothingLeft,
  type ChangeCallRow,
  type ChangeRefusal,
  type ChangeRow,
  type ChangeVerdict,
} from './domain/change-row.js';
export { KnownFixes, MORE_FIXES } from './known-fixes.js';
