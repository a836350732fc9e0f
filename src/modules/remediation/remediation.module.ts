import { Module } from '@nestjs/common';
import { partLogger } from '../../platform/telemetry/index.js';
import { AccessModule } from '../access/index.js';
import { EventsModule } from '../events/index.js';
import { ReportsModule } from '../reports/index.js';
import { ScanningModule } from '../scanning/index.js';
import { WorkflowsModule } from '../workflows/index.js';
import { AwsCalls } from './aws/aws-calls.js';
import { ChangePlanner } from './change-planner.service.js';
import { changes } from './changes.providers.js';
import { Changes } from './changes.service.js';
import { FixesController } from './fixes.controller.js';
import { GuardrailsController } from './guardrails.controller.js';
import { Guardrails } from './guardrails.service.js';
import { KillSwitchController } from './kill-switch.controller.js';
import { KillSwitch } from './kill-switch.service.js';
import { KnownFixes } from './known-fixes.js';
import { planning } from './planning.providers.js';
import { PlansController } from './plans.controller.js';
import { RemediationEvidence } from './remediation-evidence.store.js';
import { RemediationsController } from './remediations.controller.js';
import { RemediationsProcessor } from './remediations.processor.js';
import { RemediationRetention } from './retention.store.js';
import { remediations } from './remediations.providers.js';

@Module({
  imports: [AccessModule, ScanningModule, WorkflowsModule, EventsModule, ReportsModule],
  // in this order: /remediations/{id} would take the others' paths
  controllers: [
    ...[FixesController, GuardrailsController, KillSwitchController, PlansController],
    RemediationsController, // its :id would take the others' names
  ],
  providers: [
    partLogger('remediation'),
    ...[AwsCalls, ...changes, ...planning, ...remediations, RemediationsProcessor],
    ...[RemediationEvidence, RemediationRetention],
  ],
  exports: [AwsCalls, Changes, KnownFixes, ChangePlanner, Guardrails, KillSwitch],
})
export class RemediationModule {}
