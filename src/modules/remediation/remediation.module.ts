import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { EventsModule } from '../events/index.js';
import { ScanningModule } from '../scanning/index.js';
import { WorkflowsModule } from '../workflows/index.js';
import { AwsCalls } from './aws/aws-calls.js';
import { changes } from './changes.providers.js';
import { planning } from './planning.providers.js';
import { remediations } from './remediations.providers.js';

@Module({
  imports: [AccessModule, ScanningModule, WorkflowsModule, EventsModule],
  controllers: [],
  providers: [AwsCalls, ...changes, ...planning, ...remediations],
  exports: [],
})
export class RemediationModule {}
