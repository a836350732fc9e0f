import { wholeNumber } from './variable-kinds.js';

/** How long is kept what nothing else limits. What is deleted is gone from reports and packs of that time, too. */
export const retentionVariables = {
  AUDIT_RETENTION_DAYS: wholeNumber(0, 36_500)
    .default(0)
    .describe('Days for which the audit log is kept; 0: for ever'),
  SCAN_RETENTION_DAYS: wholeNumber(7, 3650)
    .default(400)
    .describe('Days for which ended scans are kept; what they have found stays'),
  SCORE_RETENTION_DAYS: wholeNumber(7, 3650)
    .default(1100)
    .describe('Days for which scores are kept; the newest of each account and framework stays'),
  TIMELINE_RETENTION_DAYS: wholeNumber(7, 3650)
    .default(400)
    .describe('Days for which it is kept what happened to resources and findings'),
  INVENTORY_RETENTION_DAYS: wholeNumber(7, 3650)
    .default(400)
    .describe('Days for which deleted resources and closed vulnerabilities are kept'),
  RECORD_RETENTION_DAYS: wholeNumber(30, 3650)
    .default(400)
    .describe('Days for which ended remediations, incidents, patch installations and approvals are kept'),
  DEAD_LETTER_RETENTION_DAYS: wholeNumber(1, 3650)
    .default(90)
    .describe('Days for which jobs that have failed in all attempts are kept'),
};
