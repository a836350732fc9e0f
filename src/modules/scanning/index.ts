export type {
  AssessedControl,
  AssessedFramework,
  AssessedRequirement,
  AssessmentScope,
} from './assessment-facts.js';
export { AssessmentFacts } from './assessment-facts.service.js';
export { AssessmentTrend, type FindingChanges, type ScorePoint } from './assessment-trend.service.js';
export { severities, type Severity } from './domain/control.js';
export { controlById } from './domain/controls/index.js';
export { timelineKinds, type TimelineKind, type TimelineNote } from './domain/timeline.js';
export { EventCoverage, type ServiceCoverage } from './event-coverage.service.js';
export { services, type Service } from './domain/resource-type.js';
export {
  findingOpened,
  findingResolved,
  scanCompleted,
  scoreChanged,
  violationsDetected,
  vulnerabilitiesDetected,
  vulnerabilityScanCompleted,
} from './facts.js';
export { FindingSubjects, type FindingSubject, type InventoryResource } from './finding-subjects.service.js';
export { FrameworkHistory } from './framework-history.service.js';
export { KnownResources } from './known-resources.service.js';
export { complianceScan, vulnerabilityScan } from './microservice-scans.schemas.js';
export { MicroserviceScans } from './microservice-scans.service.js';
export {
  ResourceRefresh,
  type EventOrigin,
  type ReadResource,
  type RefreshOutcome,
  type RefreshRef,
} from './resource-refresh.service.js';
export { OpenPatches, type OpenPatch } from './open-patches.service.js';
export { PatchCompliance, type InstancePatchCompliance } from './patch-compliance.service.js';
export { ResourceStates, type ResourceState } from './resource-states.service.js';
export { ScanAbandonService } from './scan-abandon.service.js';
export {
  ScanResultsService,
  type FindingTotals,
  type FoundFinding,
  type ScanStanding,
} from './scan-results.service.js';
export { ScanningModule } from './scanning.module.js';
export { countFailure } from './metrics.js';
export { ScanOrigins, type ScanOrigin } from './scan-origins.service.js';
export { ScanCancelService } from './scan-cancel.service.js';
export { Timeline } from './timeline.service.js';
export { frameworkId, startedScan, startScan, type StartScan } from './scan.schemas.js';
export { ScansService } from './scans.service.js';
