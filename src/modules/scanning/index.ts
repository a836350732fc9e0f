export { findingOpened, findingResolved, scanCompleted } from './facts.js';
export { ScanningModule } from './scanning.module.js';
export { startedScan } from './scan.schemas.js';
export { ScansService } from './scans.service.js';
