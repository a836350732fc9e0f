import type { Provider } from '@nestjs/common';
import { ComplianceAnalysisService } from './compliance-remediation-analysis.service.js';
import { ComplianceRemediationResults } from './compliance-remediation-results.service.js';
import { ComplianceRemediationStarts } from './compliance-remediation-starts.service.js';
import { ComplianceRemediationTasks } from './compliance-remediation-tasks.js';
import { PatchApprovalDeciding } from './patch-approval-deciding.service.js';
import { PatchApprovalEvaluation } from './patch-approval-evaluation.service.js';
import { PatchApprovalInstalls } from './patch-approval-installs.service.js';
import { PatchPolicies } from './patch-approval-policy.service.js';
import { PatchPolicyStore } from './patch-approval-policy.store.js';
import { PatchApprovalPublication } from './patch-approval-publication.service.js';
import { PatchApprovalScans } from './patch-approval-scans.service.js';
import { PatchApprovalStarts } from './patch-approval-starts.service.js';
import { PatchApprovalTasks } from './patch-approval-tasks.js';
import { PatchApprovalProcessor } from './patch-approval.processor.js';
import { PatchApprovals } from './patch-approval.service.js';
import { PatchApprovalStore } from './patch-approval.store.js';
import { PatchApprovalsService } from './patch-approvals.service.js';

export const approvals: Provider[] = [
  ...[PatchApprovalTasks, PatchApprovals, PatchApprovalEvaluation, PatchApprovalDeciding],
  ...[PatchApprovalPublication, PatchApprovalInstalls, PatchApprovalScans],
  ...[PatchApprovalStarts, PatchApprovalProcessor],
  ...[ComplianceRemediationTasks, ComplianceAnalysisService],
  ...[ComplianceRemediationStarts, ComplianceRemediationResults],
  ...[PatchPolicies, PatchPolicyStore, PatchApprovalsService, PatchApprovalStore],
];
