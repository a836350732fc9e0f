import { Module } from '@nestjs/common';
import { partLogger } from '../../platform/telemetry/index.js';
import { AccessModule } from '../access/index.js';
import { EventsModule } from '../events/index.js';
import { RemediationModule } from '../remediation/index.js';
import { ScanningModule } from '../scanning/index.js';
import { WorkflowsModule } from '../workflows/index.js';
import { approvals } from './approval.providers.js';
import { installations } from './installation.providers.js';
import { PatchApprovalsController } from './patch-approvals.controller.js';
import { PatchInstallationsController } from './patch-installations.controller.js';
import { PatchingRetention } from './retention.store.js';

@Module({
  imports: [AccessModule, ScanningModule, WorkflowsModule, EventsModule, RemediationModule],
  controllers: [PatchInstallationsController, PatchApprovalsController],
  providers: [partLogger('patch-installation'), ...installations, ...approvals, PatchingRetention],
})
export class PatchingModule {}
