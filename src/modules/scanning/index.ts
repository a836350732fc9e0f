export { severities, type Severity } from './domain/control.js';
export { services, type Service } from './domain/resource-type.js';
export {
  findingOpened,
  findingResolved,
  scanCompleted,
  violationsDetected,
  vulnerabilitiesDetected,
  vulnerabilityScanCompleted,
} from './facts.js';
export { complianceScan, vulnerabilityScan } from './microservice-scans.schemas.js';
export { MicroserviceScans } from './microservice-scans.service.js';
export { ScanAbandonService } from './scan-abandon.service.js';
export {
  ScanResultsService,
  type FindingTotals,
  type FoundFinding,
  type ScanStanding,
} from './scan-results.service.js';
export { ScanningModule } from './scanning.module.js';
export { ScanCancelService } from './scan-cancel.service.js';
export { startedScan, startScan, type StartScan } from './scan.schemas.js';
export { ScansService } from './scans.service.js';
