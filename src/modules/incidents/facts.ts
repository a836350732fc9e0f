import { z } from 'zod';
import { fact } from '../../platform/outbox/index.js';
import { severities } from '../scanning/index.js';
import { incidentStatuses } from './domain/standing.js';
import { responses } from './domain/response.js';

const incident = {
  incidentId: z.string(),
  incidentType: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  response: z.enum(responses),
  status: z.enum(incidentStatuses),
  resourceArns: z.array(z.string()),
  findingIds: z.array(z.string()),
  executionId: z.string(),
  /** Whom the incident itself wants to be told, beside those whose rules ask for it. */
  targets: z.array(z.string()),
  at: z.string(),
  /** Who did it; null: nobody, the workflow. */
  by: z.string().nullable(),
};

/** Somebody has to look at it by `acknowledgeBy`. Told again where it turns out to be worse (`isRaised`). */
export const incidentOpened = fact(
  'incident.opened',
  z.object({
    ...incident,
    reasons: z.array(z.string()),
    acknowledgeBy: z.string(),
    isRaised: z.boolean(),
  }),
);

export const incidentAcknowledged = fact('incident.acknowledged', z.object(incident));

/** Nobody has acknowledged it in time, for the `level`th time. */
export const incidentEscalated = fact(
  'incident.escalated',
  z.object({ ...incident, level: z.number(), acknowledgeBy: z.string() }),
);

const changes = z.array(z.object({ changeId: z.string(), fixId: z.string(), resourceArn: z.string() }));

/** These resources are cut off. */
export const incidentContained = fact('incident.contained', z.object({ ...incident, changes }));

/** They are as they were before. */
export const incidentReleased = fact('incident.released', z.object({ ...incident, changes }));

export const incidentClosed = fact(
  'incident.closed',
  z.object({ ...incident, outcome: z.string(), summary: z.string() }),
);
