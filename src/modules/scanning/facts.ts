import { z } from 'zod';
import { fact } from '../../platform/outbox/index.js';
import { severities } from './domain/control.js';
import { scanStatuses } from './domain/scan-outcome.js';

const findingFact = z.object({
  findingId: z.string(),
  controlId: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  accountId: z.string(),
  region: z.string(),
  resourceArn: z.string(),
  resourceType: z.string(),
  estimatedMonthlySavingsUsd: z.number().nullable(),
  source: z.string(),
});

export const findingOpened = fact('finding.opened', findingFact);

export const findingResolved = fact(
  'finding.resolved',
  z.object({
    findingId: z.string(),
    controlId: z.string(),
    resourceArn: z.string(),
    reason: z.string(),
    source: z.string(),
  }),
);

export const scanCompleted = fact(
  'scan.completed',
  z.object({
    scanId: z.string(),
    status: z.enum(scanStatuses),
    scanType: z.string(),
    source: z.string(),
    resources: z.number(),
    findings: z.number(),
    apiCalls: z.number(),
  }),
);
