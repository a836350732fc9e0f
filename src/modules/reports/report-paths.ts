import type { FileFormat } from './reports.schemas.js';

/** Of the API, from its root. */
export const downloadPath = (reportId: string, format?: FileFormat): string =>
  `/reports/${reportId}/download${format === undefined ? '' : `?format=${format}`}`;
