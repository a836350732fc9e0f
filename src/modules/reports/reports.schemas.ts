import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { timestamp } from '../../shared/timestamp.js';

export const tenantQuery = z.strictObject({ tenantId: z.string().min(1).max(64).optional() });

export const reportKinds = ['scan', 'assessment', 'audit-pack'] as const;
export type ReportKind = (typeof reportKinds)[number];
export const fileFormats = ['html', 'pdf', 'zip', 'json'] as const;
export type FileFormat = (typeof fileFormats)[number];

const file = z.object({
  format: z.enum(fileFormats),
  contentType: z.string(),
  /** null while it is written. */
  bytes: z.number().nullable(),
  sha256: z.string().nullable().describe('SHA-256 of the file, in hex'),
  url: z.string().describe('Where it is downloaded'),
});

export const reportAnswer = z
  .object({
    reportId: z.string(),
    tenantId: z.string(),
    kind: z.enum(reportKinds),
    status: z.enum(['writing', 'ready']),
    title: z.string(),
    subject: z.string().describe('What it is about: a scan, a framework, a kind of audit'),
    executionId: z.string().nullable().describe('The execution that wrote it'),
    createdBy: z.string(),
    createdAt: z.date(),
    expiresAt: z.date().describe('When it is deleted (REPORT_RETENTION_DAYS)'),
    details: z.record(z.string(), z.unknown()),
    files: z.array(file),
  })
  .meta({ id: 'Report' });
export type ReportAnswer = z.output<typeof reportAnswer>;

export const reportList = pageOf(reportAnswer);

export const reportQuery = pageQuery.extend({
  tenantId: z.string().min(1).max(64).optional(),
  kind: z.enum(reportKinds).optional(),
  subject: z.string().min(1).max(200).optional(),
  executionId: z.string().min(1).max(64).optional(),
  since: timestamp.optional().describe('Begun at this time or later'),
});
export type ReportQuery = z.output<typeof reportQuery>;

export const downloadQuery = tenantQuery.extend({
  format: z.enum(fileFormats).optional().describe('Left out: the first of its files'),
  redirect: z
    .enum(['true', 'false'])
    .default('true')
    .describe('true: where files lie in S3, an address there, which is valid for some minutes'),
});
export type DownloadQuery = z.output<typeof downloadQuery>;
