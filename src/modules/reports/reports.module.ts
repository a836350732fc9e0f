import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { ScanningModule } from '../scanning/index.js';
import { auditPacks } from './audit-pack.providers.js';
import { assessments } from './assessment.providers.js';
import { ReportedFixes } from './known-fixes.js';
import { ReportLeftovers } from './report-leftovers.service.js';
import { ReportLink } from './report.link.js';
import { ReportWriting } from './report-writing.service.js';
import { ReportsController } from './reports.controller.js';
import { ReportsProcessor } from './reports.processor.js';
import { ReportsService } from './reports.service.js';
import { ReportStore } from './reports.store.js';
import { SigningKeyController } from './signing-key.controller.js';

@Module({
  imports: [AccessModule, ScanningModule],
  controllers: [SigningKeyController, ReportsController], // in this order: /reports/{id} would take the other's path,
  providers: [
    ReportLink,
    ReportsService,
    ReportStore,
    ReportWriting,
    ReportsProcessor,
    ReportLeftovers,
    ...assessments,
    ...auditPacks,
  ],
  exports: [ReportsService, ReportWriting, ReportedFixes],
})
export class ReportsModule {}
