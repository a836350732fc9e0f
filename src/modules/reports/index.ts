export { scanReportHtml, type ScanReport } from './domain/scan-report.js';
export { ReportsModule } from './reports.module.js';
export { ReportsService } from './reports.service.js';
