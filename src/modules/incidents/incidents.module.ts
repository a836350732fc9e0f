import { Module } from '@nestjs/common';
import { partLogger } from '../../platform/telemetry/index.js';
import { AccessModule } from '../access/index.js';
import { EventsModule } from '../events/index.js';
import { RemediationModule } from '../remediation/index.js';
import { ScanningModule } from '../scanning/index.js';
import { WorkflowsModule } from '../workflows/index.js';
import { IncidentsController } from './incidents.controller.js';
import { incidents } from './incidents.providers.js';
import { IncidentRetention } from './retention.store.js';

@Module({
  imports: [AccessModule, ScanningModule, WorkflowsModule, EventsModule, RemediationModule],
  controllers: [IncidentsController],
  providers: [partLogger('incident-response'), ...incidents, IncidentRetention],
})
export class IncidentsModule {}
