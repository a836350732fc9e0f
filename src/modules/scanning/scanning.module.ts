import { Module } from '@nestjs/common';
import { AccountUnitService } from './account-unit.service.js';
import { FindingListStore } from './finding-list.store.js';
import { FindingStore } from './finding.store.js';
import { FindingsController } from './findings.controller.js';
import { FindingsService } from './findings.service.js';
import { FindingsWriter } from './findings-writer.js';
import { InventoryController } from './inventory.controller.js';
import { InventoryService } from './inventory.service.js';
import { InventoryStore } from './inventory.store.js';
import { PageWriter } from './page-writer.js';
import { ScanClosing } from './scan-closing.js';
import { ScanProcessor } from './scan.processor.js';
import { ScanStore } from './scan.store.js';
import { ScanUnitStore } from './scan-unit.store.js';
import { ScanCancelService } from './scan-cancel.service.js';
import { ScansController } from './scans.controller.js';
import { ScanAbandonService } from './scan-abandon.service.js';
import { ScanAccess } from './scan-access.js';
import { ScanResultsService } from './scan-results.service.js';
import { ScanResultsStore } from './scan-results.store.js';
import { ScansService } from './scans.service.js';
import { ServiceUnitService } from './service-unit.service.js';
import { UnitClients } from './unit-clients.js';
import { UnitWriters } from './unit-writers.js';
import { Units } from './units.js';

@Module({
  controllers: [ScansController, InventoryController, FindingsController],
  providers: [
    ...[ScansService, ScanCancelService, ScanAbandonService, ScanAccess, InventoryService, FindingsService],
    ...[ScanResultsService, ScanResultsStore],
    ...[ScanProcessor, AccountUnitService, ServiceUnitService, Units, UnitClients, UnitWriters],
    ...[PageWriter, FindingsWriter, ScanClosing],
    ...[ScanStore, ScanUnitStore, InventoryStore, FindingStore, FindingListStore],
  ],
  exports: [ScansService, ScanCancelService, ScanAbandonService, ScanResultsService],
})
export class ScanningModule {}
