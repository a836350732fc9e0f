import { Module } from '@nestjs/common';
import { partLogger } from '../../platform/telemetry/index.js';
import { AssessmentFacts } from './assessment-facts.service.js';
import { AssessmentFactsStore } from './assessment-facts.store.js';
import { AssessmentService } from './assessment.service.js';
import { AssessmentStores } from './assessment-stores.js';
import { AssessmentTrend } from './assessment-trend.service.js';
import { ControlCatalog } from './control-catalog.service.js';
import { CustomControlStore } from './custom-control.store.js';
import { CustomControlsController } from './custom-controls.controller.js';
import { CustomControlsProcessor } from './custom-controls.processor.js';
import { CustomControlsService } from './custom-controls.service.js';
import { CustomFindingsService } from './custom-findings.service.js';
import { CustomFrameworkStore } from './custom-framework.store.js';
import { CustomFrameworksController } from './custom-frameworks.controller.js';
import { CustomFrameworksService } from './custom-frameworks.service.js';
import { CustomPages } from './custom-pages.js';
import { CustomRules } from './custom-rules.service.js';
import { CustomStores } from './custom-stores.js';
import { CustomTrialsService } from './custom-trials.service.js';
import { ControlsController } from './controls.controller.js';
import { ControlsService } from './controls.service.js';
import { FrameworkCatalog } from './framework-catalog.service.js';
import { FrameworksController } from './frameworks.controller.js';
import { FrameworksService } from './frameworks.service.js';
import { ImportProcessor } from './import.processor.js';
import { ImportedFindingsStore } from './imported-findings.store.js';
import { ImportedFindingsUnit } from './imported-findings-unit.service.js';
import { MicroserviceScansController } from './microservice-scans.controller.js';
import { MicroserviceScans } from './microservice-scans.service.js';
import { ScanEnds } from './scan-ends.service.js';
import { ScanSummaries } from './scan-summaries.service.js';
import { ScanTold } from './scan-told.service.js';
import { ScanOutcomes } from './scan-outcomes.service.js';
import { VulnerabilitiesController } from './vulnerabilities.controller.js';
import { VulnerabilitiesService } from './vulnerabilities.service.js';
import { VulnerabilitiesStore } from './vulnerabilities.store.js';
import { VulnerabilitiesUnit } from './vulnerabilities-unit.service.js';
import { MuteStore } from './mute.store.js';
import { MutesController } from './mutes.controller.js';
import { MuteApplying } from './mute-applying.service.js';
import { MutesService } from './mutes.service.js';
import { PlaceUnits } from './place-units.js';
import { UnitEnds } from './unit-ends.js';
import { ScoreStore } from './score.store.js';
import { VerdictWalk } from './verdict-walk.service.js';
import { VerdictsController } from './verdicts.controller.js';
import { VerdictsService } from './verdicts.service.js';
import { AccountUnitService } from './account-unit.service.js';
import { ExportLedger } from './export-ledger.service.js';
import { ExportNotes } from './export-notes.service.js';
import { FindingExportStore } from './finding-export.store.js';
import { FindingExportsController } from './finding-exports.controller.js';
import { FindingExportsProcessor } from './finding-exports.processor.js';
import { FindingExportsService } from './finding-exports.service.js';
import { FindingFilesService } from './finding-files.service.js';
import { SecurityHubExport } from './securityhub-export.service.js';
import { FindingListStore } from './finding-list.store.js';
import { FindingStore } from './finding.store.js';
import { FindingsController } from './findings.controller.js';
import { FindingLink } from './finding.link.js';
import { FindingsService } from './findings.service.js';
import { ScanLink } from './scan.link.js';
import { FindingsWriter } from './findings-writer.js';
import { InventoryController } from './inventory.controller.js';
import { InventoryService } from './inventory.service.js';
import { InventoryStore } from './inventory.store.js';
import { KnownResources } from './known-resources.service.js';
import { KnownResourcesStore } from './known-resources.store.js';
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
import { DescribedUnitService } from './described-unit.service.js';
import { ScanRules } from './scan-rules.service.js';
import { PageDrifts } from './page-drifts.js';
import { EventCoverage } from './event-coverage.service.js';
import { EventCoverageStore } from './event-coverage.store.js';
import { Gone } from './gone.service.js';
import { PatchCompliance } from './patch-compliance.service.js';
import { PatchComplianceStore } from './patch-compliance.store.js';
import { OpenPatches } from './open-patches.service.js';
import { OpenPatchesStore } from './open-patches.store.js';
import { ScanOrigins } from './scan-origins.service.js';
import { ScanOriginsStore } from './scan-origins.store.js';
import { ResourceReads } from './resource-reads.service.js';
import { ResourceRefresh } from './resource-refresh.service.js';
import { ResourceRefreshStore } from './resource-refresh.store.js';
import { FindingSubjects } from './finding-subjects.service.js';
import { FindingSubjectsStore } from './finding-subjects.store.js';
import { ResourceStates } from './resource-states.service.js';
import { ScanningRetention } from './retention.store.js';
import { FindingEvidence } from './finding-evidence.store.js';
import { FrameworkHistory } from './framework-history.service.js';
import { ResourceEvidence } from './resource-evidence.store.js';
import { ScoreEvidence } from './score-evidence.store.js';
import { Timeline } from './timeline.service.js';
import { TimelineStore } from './timeline.store.js';
import { TypeReadingStore } from './type-reading.store.js';
import { UnitPlan } from './unit-plan.service.js';
import { UnitClients } from './unit-clients.js';
import { UnitWriters } from './unit-writers.js';
import { Units } from './units.js';

@Module({
  controllers: [
    FindingExportsController, // before FindingsController, whose /findings/:id would take its path
    ...[ScansController, InventoryController, FindingsController, MutesController],
    // before those that take any id where they say `custom`
    ...[CustomControlsController, CustomFrameworksController],
    ...[ControlsController, FrameworksController, VerdictsController],
    ...[MicroserviceScansController, VulnerabilitiesController],
  ],
  providers: [
    partLogger('compliance-scanner'),
    ...[FindingFilesService, ExportNotes],
    ...[FindingExportsProcessor, FindingExportsService, SecurityHubExport, ExportLedger, FindingExportStore],
    ...[ScansService, ScanCancelService, ScanAbandonService, ScanAccess, InventoryService, FindingsService],
    ...[ScanResultsService, ScanResultsStore, FindingLink, ScanLink],
    ...[ScanProcessor, AccountUnitService, ServiceUnitService, Units, UnitClients, UnitWriters],
    ...[AssessmentService, AssessmentStores, ScoreStore, ControlCatalog, FrameworkCatalog, FrameworksService],
    ...[AssessmentFacts, AssessmentFactsStore, AssessmentTrend],
    ...[ControlsService, VerdictsService, VerdictWalk, MutesService, MuteApplying, MuteStore],
    ...[CustomStores, CustomControlStore, CustomFrameworkStore, CustomRules, CustomPages],
    ...[CustomControlsService, CustomTrialsService, CustomFrameworksService],
    ...[CustomFindingsService, CustomControlsProcessor],
    ...[PlaceUnits, UnitEnds],
    ...[ScanRules, DescribedUnitService, UnitPlan, TypeReadingStore],
    ...[PageWriter, PageDrifts, Gone, Timeline, TimelineStore, EventCoverage, EventCoverageStore],
    ...[ResourceRefresh, ResourceReads, ResourceRefreshStore],
    ...[ResourceStates, FindingSubjects, FindingSubjectsStore],
    ...[OpenPatches, OpenPatchesStore, ScanOrigins, ScanOriginsStore],
    ...[PatchCompliance, PatchComplianceStore],
    ...[FindingsWriter, ScanClosing, ScanTold, ScanEnds, ScanOutcomes, ScanSummaries],
    ...[ImportProcessor, ImportedFindingsUnit, ImportedFindingsStore],
    ...[VulnerabilitiesUnit, VulnerabilitiesStore, VulnerabilitiesService],
    ...[FindingEvidence, ResourceEvidence, ScoreEvidence, FrameworkHistory, ScanningRetention],
    ...[MicroserviceScans, KnownResources, KnownResourcesStore],
    ...[ScanStore, ScanUnitStore, InventoryStore, FindingStore, FindingListStore],
  ],
  exports: [
    ...[ResourceRefresh, ResourceStates, EventCoverage, FindingSubjects, Timeline],
    ...[OpenPatches, ScanOrigins, PatchCompliance, AssessmentFacts, AssessmentTrend],
    KnownResources,
    MicroserviceScans,
    ScansService,
    ScanCancelService,
    ScanAbandonService,
    ScanResultsService,
    FrameworkHistory,
  ],
})
export class ScanningModule {}
