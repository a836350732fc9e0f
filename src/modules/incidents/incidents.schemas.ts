import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { severities } from '../scanning/index.js';
import { incidentParameters } from '../workflows/index.js';
import { responses } from './domain/response.js';
import { incidentStatuses } from './domain/standing.js';
import { evidenceKinds } from './incident-evidence.store.js';

const tenantId = z.string().min(1).max(64).optional();
export const incidentTenant = z.strictObject({ tenantId });

export const reportIncident = incidentParameters
  .extend({ tenantId, startedBy: z.string().min(1).max(256).optional().describe('Kept as it is claimed') })
  .meta({
    id: 'ReportIncident',
    example: {
      incidentType: 'compromised-key',
      severity: 'high',
      description: 'The key was found in a public repository',
      resourceArns: ['arn:aws:iam::123456789012:user/alice/access-key/AKIAIOSFODNN7EXAMPLE'],
    },
  });
export type ReportIncident = z.output<typeof reportIncident>;

export const reportedIncident = z
  .object({
    incidentId: z
      .string()
      .describe('It is there as soon as it is classified; where it joins an open one, that one is answered'),
    executionId: z.string(),
    executionArn: z.string(),
    executionName: z.string(),
    status: z.string().describe("The workflow's"),
  })
  .meta({ id: 'ReportedIncident' });

export const incidentQuery = pageQuery.extend({
  tenantId,
  status: z.enum(incidentStatuses).optional(),
  severity: z.enum(severities).optional(),
  incidentType: z.string().min(1).max(128).optional(),
  resourceArn: z.string().min(1).max(2048).optional(),
});
export type IncidentQuery = z.output<typeof incidentQuery>;

const when = z.date().nullable();
const who = z.string().nullable();
const item = z.object({
  id: z.string(),
  tenantId: z.string(),
  incidentType: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  response: z.enum(responses),
  status: z.enum(incidentStatuses),
  underWay: z.enum(['containing', 'releasing']).nullable().describe('What changes its resources now'),
  resourceArns: z.array(z.string()),
  findingIds: z.array(z.string()),
  autoRemediate: z.boolean(),
  executionId: z.string().describe('Of the workflow that opened it'),
  executionArn: z.string().nullable().describe('null: the execution is not kept any more'),
  acknowledgeBy: z.date().describe('Then it is escalated, if nobody has acknowledged it'),
  escalationLevel: z.number(),
  requestedBy: z.string(),
  acknowledgedBy: who,
  acknowledgedAt: when,
  containedBy: who,
  containedAt: when,
  releasedBy: who,
  releasedAt: when,
  closedBy: who,
  closedAt: when,
  createdAt: z.date(),
  updatedAt: z.date(),
});
export const incidentItem = item.meta({ id: 'IncidentItem' });
export type IncidentItem = z.output<typeof incidentItem>;
export const incidentList = pageOf(incidentItem);

const entry = z.object({
  id: z.string(),
  at: z.date(),
  what: z.string(),
  who: who.describe('null: the workflow'),
  details: z.unknown(),
});

const evidence = z.object({
  id: z.string(),
  resourceArn: z.string(),
  kind: z.enum(evidenceKinds),
  part: z.string().describe("Of a volume's snapshot: the volume"),
  status: z.enum(['taking', 'taken', 'missing']),
  reason: z.string().nullable().describe('Why it is missing'),
  hash: z.string().nullable().describe('SHA-256 of the content'),
  snapshotId: z.string().nullable(),
  takenAt: when,
});
export const evidenceAnswer = evidence.extend({ content: z.unknown() }).meta({ id: 'IncidentEvidence' });
export type EvidenceAnswer = z.output<typeof evidenceAnswer>;

const call = z.object({
  phase: z.string(),
  service: z.string(),
  operation: z.string(),
  region: z.string(),
  input: z.unknown(),
  status: z.string(),
  error: z.unknown(),
  attempts: z.number(),
  startedAt: z.date(),
  endedAt: when,
});

const planned = {
  fixId: z.string(),
  resourceArn: z.string(),
  accountId: z.string(),
  region: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  words: z.array(z.string()).describe('What is, or will be, other than before'),
};
const containment = z.object({
  ...{ id: z.string(), ...planned, planVersion: z.number() },
  ...{ before: z.unknown(), after: z.unknown(), startedAt: when, appliedAt: when, restoredAt: when },
  calls: z.array(call).describe('Those that were made, or begun'),
});

const report = z.object({
  outcome: z.string(),
  summary: z.string(),
  closedBy: z.string(),
  secondsToAcknowledge: z.number().nullable(),
  secondsToContain: z.number().nullable(),
  secondsToRelease: z.number().nullable(),
  secondsToClose: z.number(),
  escalations: z.number(),
  keptContained: z.boolean(),
  actions: z.array(z.object({ at: z.string(), what: z.string(), who: who })),
  containments: z.array(z.object({ fixId: z.string(), resourceArn: z.string(), status: z.string() })),
});
export type IncidentReport = z.output<typeof report>;

export const incidentAnswer = item
  .extend({
    description: z.string().nullable(),
    reasons: z.array(z.string()).describe('Why it has this severity'),
    notificationTargets: z.array(z.string()),
    entries: z.array(entry).describe('Its timeline'),
    evidence: z.array(evidence),
    containments: z.array(containment),
    report: report.nullable().describe('When it is closed'),
  })
  .meta({ id: 'Incident' });
export type IncidentAnswer = z.output<typeof incidentAnswer>;

export const acknowledgeIncident = z
  .strictObject({ tenantId })
  .default({})
  .meta({ id: 'AcknowledgeIncident', example: {} });

export const containIncidentBody = z
  .strictObject({
    tenantId,
    resourceArns: z
      .array(z.string().min(1).max(2048))
      .min(1)
      .max(100)
      .optional()
      .describe("Of the incident's own; left out: all"),
    dryRun: z.boolean().default(false).describe('Says what would be done, and does nothing'),
  })
  .prefault({})
  .meta({ id: 'ContainIncident', example: { dryRun: true } });
export type ContainIncident = z.output<typeof containIncidentBody>;

export const containmentAnswer = z
  .object({
    incidentId: z.string(),
    dryRun: z.boolean(),
    planVersion: z.number().nullable(),
    approval: z
      .object({
        required: z.boolean(),
        levels: z.array(z.number()),
        quorum: z.number(),
        why: z.array(z.string()),
      })
      .describe('What guardrails ask for: who asks for the containment counts as one of them'),
    changes: z.array(
      z.object({
        ...planned,
        calls: z.array(z.object({ service: z.string(), operation: z.string(), input: z.unknown() })),
      }),
    ),
  })
  .meta({ id: 'IncidentContainment' });
export type ContainmentAnswer = z.output<typeof containmentAnswer>;

export const releaseIncidentBody = z
  .strictObject({
    tenantId,
    force: z.boolean().default(false).describe('Also where somebody has changed a resource since'),
    reason: z.string().trim().min(1).max(2000).optional(),
  })
  .prefault({})
  .meta({ id: 'ReleaseIncident', example: { reason: 'It was a false alarm' } });
export type ReleaseIncident = z.output<typeof releaseIncidentBody>;

export const releaseAnswer = z
  .object({
    incidentId: z.string(),
    changes: z.array(z.object({ id: z.string(), fixId: z.string(), resourceArn: z.string() })),
  })
  .meta({ id: 'IncidentRelease' });
export type ReleaseAnswer = z.output<typeof releaseAnswer>;

export const closeIncidentBody = z
  .strictObject({
    tenantId,
    summary: z.string().trim().min(1).max(10_000),
    outcome: z.enum(['resolved', 'false_positive', 'accepted_risk', 'duplicate']),
    keepContained: z.boolean().default(false).describe('Leaves its resources cut off'),
  })
  .meta({
    id: 'CloseIncident',
    example: { summary: 'The key was rotated, nothing was read', outcome: 'resolved' },
  });
export type CloseIncident = z.output<typeof closeIncidentBody>;
