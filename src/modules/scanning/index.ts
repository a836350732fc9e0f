export { findingOpened, findingResolved, scanCompleted } from './facts.js';
export { ScanningModule } from './scanning.module.js';
export { ScanCancelService } from './scan-cancel.service.js';
export { startedScan, startScan } from './scan.schemas.js';
export { ScansService } from './scans.service.js';
