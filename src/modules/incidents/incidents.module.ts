import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { EventsModule } from '../events/index.js';
import { RemediationModule } from '../remediation/index.js';
import { ScanningModule } from '../scanning/index.js';
import { WorkflowsModule } from '../workflows/index.js';
import { IncidentsController } from './incidents.controller.js';
import { incidents } from './incidents.providers.js';

@Module({
  imports: [AccessModule, ScanningModule, WorkflowsModule, EventsModule, RemediationModule],
  controllers: [IncidentsController],
  providers: incidents,
})
export class IncidentsModule {}
