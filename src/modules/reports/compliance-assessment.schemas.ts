import { z } from 'zod';
import { services } from '../scanning/index.js';

export const assessmentFormats = ['html', 'pdf', 'both'] as const;

/** As the workflow's parameters have it: each field is there. */
const scope = z.object({
  accountIds: z.array(z.string()).nullable().default(null),
  regions: z.array(z.string()).nullable().default(null),
  services: z.array(z.enum(services)).nullable().default(null),
  tags: z.record(z.string(), z.string()).nullable().default(null),
});

const subject = {
  scanJobId: z.string().min(1).max(64),
  framework: z.string().min(1).max(128),
  scope: scope.prefault({}),
};

const gaps = z.object({ action: z.literal('gaps'), ...subject });
const recommendations = z.object({
  action: z.literal('recommendations'),
  ...subject,
  includeRecommendations: z.boolean().default(true),
});
const report = z.object({
  action: z.literal('report'),
  ...subject,
  includeRecommendations: z.boolean().default(true),
  reportFormat: z.enum(assessmentFormats).default('both'),
  generateReport: z.boolean().default(true),
});

export const complianceAssessmentInput = z.discriminatedUnion('action', [gaps, recommendations, report]);
export type ComplianceAssessmentInput = z.output<typeof complianceAssessmentInput>;
export type AssessmentSubject = Pick<ComplianceAssessmentInput, 'scanJobId' | 'framework' | 'scope'>;
export type ReportInput = z.output<typeof report>;
