import type { Outcome } from './disposition.js';
import type { Envelope } from './envelope.js';
import type { Who } from './incoming.js';

export const OWN_SOURCE = 'compliance-shepherd';

/** What may be told by POST /events/trigger (specs/1). */
export const customEventTypes = [
  'manual-scan',
  'manual-remediation',
  'manual-assessment',
  'compliance-violation-detected',
  'remediation-completed',
  'assessment-completed',
] as const;
export type CustomEventType = (typeof customEventTypes)[number];

/** Those, and what the service tells by itself. */
export const ownEventTypes = [...customEventTypes, 'scheduled-scan', 'error-rate-high'] as const;
export type OwnEventType = (typeof ownEventTypes)[number];

export type EventPriority = 'high' | 'normal' | 'low';

/** What a custom event asks for. */
export type Plan =
  | {
      does: 'workflow';
      workflowType: string;
      stateMachine: string;
      parameters: Record<string, unknown>;
      priority: EventPriority | undefined;
    }
  | { does: 'reassess' }
  | { does: 'notify' };

const WORKFLOWS: Partial<Record<CustomEventType, { workflowType: string; stateMachine: string }>> = {
  'manual-scan': { workflowType: 'compliance-scan', stateMachine: 'ComplianceScanWorkflow' },
  'manual-remediation': { workflowType: 'remediation', stateMachine: 'RemediationWorkflow' },
  'manual-assessment': {
    workflowType: 'compliance-assessment',
    stateMachine: 'ComplianceAssessmentWorkflow',
  },
  'compliance-violation-detected': {
    workflowType: 'incident-response',
    stateMachine: 'IncidentResponseWorkflow',
  },
};

/** Of an incident that nobody gave a type. */
const VIOLATION = 'compliance-violation';

/** `priority` is not a parameter of a workflow's, but says who goes first. */
export function planOf(type: CustomEventType, given: Record<string, unknown>): Plan {
  const workflow = WORKFLOWS[type];
  if (workflow === undefined) return { does: type === 'remediation-completed' ? 'reassess' : 'notify' };
  const { priority, ...parameters } = given;
  const defaults = type === 'compliance-violation-detected' ? { incidentType: VIOLATION } : {};
  return {
    ...{ does: 'workflow', ...workflow },
    parameters: { ...defaults, ...parameters },
    priority: priority as EventPriority | undefined, // checked when it was taken
  };
}

export const isCustom = (type: string): type is CustomEventType =>
  (customEventTypes as readonly string[]).includes(type);

/** An event of our own, as it is written. */
export interface OwnEvent {
  /** Once for ever in its tenant; undefined: there is only this one. */
  eventId?: string | undefined;
  eventType: OwnEventType;
  eventTime: Date;
  /** What is told: the `detail` of the envelope. */
  detail: Record<string, unknown>;
  /** Beside the fields of EventBridge's envelope. */
  more?: Record<string, unknown>;
  who: Who | null;
  resources?: readonly { arn: string; change: 'changed'; type: null }[];
  correlationId: string;
  /** `retrying` while a job is to do what it asks for. */
  disposition: 'retrying' | 'processed';
  reason: string;
  outcomes?: Record<string, Outcome>;
}

/** As EventBridge would deliver it, for event rules. */
export const envelopeOf = (event: OwnEvent, eventId: string): Envelope => ({
  ...event.more,
  ...{ version: '0', id: eventId, 'detail-type': event.eventType, source: OWN_SOURCE, account: '' },
  ...{ time: event.eventTime.toISOString(), region: '' },
  resources: (event.resources ?? []).map(({ arn }) => arn),
  detail: event.detail,
});

/** Who it was, of a key. */
export const whoOfKey = ({ owner, keyId }: { owner: string; keyId: string }, eventId: string): Who => ({
  ...{ type: 'ApiKey', arn: null, accountId: null, principalId: keyId, userName: owner },
  ...{ invokedBy: null, sourceIp: null, userAgent: null, eventId },
});

/** Who answers for what the service does by itself. */
const SERVICE = { owner: 'service@localhost', keyId: 'service' };

/** Who answers for what an event starts. */
export const actorOf = (who: Who | null): { owner: string; keyId: string } =>
  who?.userName == null || who.principalId === null
    ? SERVICE
    : { owner: who.userName, keyId: who.principalId };
