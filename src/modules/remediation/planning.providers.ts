import type { Provider } from '@nestjs/common';
import { PermissionCheck } from './aws/permission-check.js';
import { ChangePlanner } from './change-planner.service.js';
import { Entrances } from './entrances.service.js';
import { FindingPlans } from './finding-plans.service.js';
import { GuardrailSettingsService } from './guardrail-settings.service.js';
import { Guardrails } from './guardrails.service.js';
import { GuardrailsStore } from './guardrails.store.js';
import { KillSwitch } from './kill-switch.service.js';
import { KillSwitchStore } from './kill-switch.store.js';
import { PlansService } from './plans.service.js';
import { RemediationAccess } from './remediation-access.js';
import { FixesForReports } from './reported-fixes.service.js';
import { ResourcePlanning } from './resource-planning.service.js';

export const planning: Provider[] = [
  ...[Guardrails, GuardrailsStore, GuardrailSettingsService, RemediationAccess],
  ...[KillSwitch, KillSwitchStore, FixesForReports],
  ...[ChangePlanner, Entrances, FindingPlans, PermissionCheck, PlansService, ResourcePlanning],
];
