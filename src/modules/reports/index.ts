export { scanReportHtml, type ScanReport } from './domain/scan-report.js';
export { gapsOf } from './domain/scan-gaps.js';
export { assessmentCompleted, type AssessmentCompleted } from './facts.js';
export { FixCatalog, ReportedFixes, type KnownFix } from './known-fixes.js';
export { auditPackParameters } from './audit-pack.schemas.js';
export { ReportWriting, type NewReport, type SavedReport } from './report-writing.service.js';
export { ReportsModule } from './reports.module.js';
export { ReportsService } from './reports.service.js';
