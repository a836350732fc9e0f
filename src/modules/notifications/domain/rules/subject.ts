import type { Severity } from '../severity.js';
import { worstOf } from '../severity.js';
import { conditionFactOf } from './matching.js';
import type { Told } from './told.js';

/** What a fact is about, for those who gather, repeat, escalate and close messages. */
export interface Subject {
  /** One recipient is told each once. */
  sourceKey: string;
  /** What comes together is one message. */
  groupKey: string;
  /** Many may come at a time: they are gathered for some seconds. */
  isGathered: boolean;
  /** Messages of one thing are one thread, and what ends it closes its alerts. */
  threadKey: string | null;
  /** What a rule does not repeat too soon. */
  repeatKey: string;
  severity: Severity | null;
}

/** @param id the fact's */
export function subjectOf(told: Told, id: string): Subject {
  const { fact } = told;
  const about = aboutOf(told);
  const key = about.thread ?? about.repeat ?? id;
  return {
    sourceKey: about.source ?? id,
    groupKey: about.group === undefined ? `${fact}:${id}` : `${fact}:${about.group}`,
    isGathered: about.group !== undefined,
    threadKey: about.thread ?? null,
    repeatKey: `${conditionFactOf(fact)}/${about.repeat ?? key}`,
    severity: about.severity ?? null,
  };
}

interface About {
  source?: string;
  group?: string;
  thread?: string;
  repeat?: string;
  severity?: Severity | null;
}

function aboutOf(told: Told): About {
  switch (told.fact) {
    case 'finding.opened': {
      const { findingId, source, severity } = told.payload;
      return { group: source, thread: `finding:${findingId}`, severity };
    }
    case 'finding.resolved':
      return { group: told.payload.source, thread: `finding:${told.payload.findingId}` };
    case 'finding.suppressed': {
      const { findingId, mutedBy, by } = told.payload;
      return { group: mutedBy ?? by, thread: `finding:${findingId}` };
    }
    case 'scan.completed':
      return {
        source: `scan:${told.payload.scanId}`,
        repeat: `${told.payload.scanType} ${told.payload.source}`,
      };
    case 'score.changed': {
      const { source, accountId, frameworkId } = told.payload;
      return { group: source, repeat: `${accountId} ${frameworkId}` };
    }
    case 'violations.detected':
      return { repeat: 'all', severity: worstOf(severitiesIn(told.payload.severityBreakdown)) };
    case 'vulnerabilities.detected':
      return { repeat: 'all', severity: told.payload.criticalCount > 0 ? 'critical' : null };
    case 'vulnerability-scan.completed':
      return { repeat: told.payload.status };
    case 'assessment.completed':
      return { repeat: told.payload.framework ?? 'none' };
    case 'schedule.run.failed':
    case 'schedule.run.succeeded': {
      const severity = told.fact === 'schedule.run.failed' ? 'high' : null;
      return { group: 'all', thread: `schedule:${told.payload.scheduleId}`, severity };
    }
    case 'workflow.failed':
    case 'workflow.finished': {
      const { workflowType, scheduleId } = told.payload;
      const severity = told.fact === 'workflow.failed' ? 'high' : null;
      return { group: workflowType, repeat: `${workflowType} ${scheduleId ?? ''}`, severity };
    }
    case 'error-rate.high':
      return { thread: 'error-rate', severity: 'high' };
    case 'approval.requested':
    case 'approval.decided':
      return { thread: `approval:${told.payload.approvalId}` };
    case 'remediation.completed':
      return { thread: `remediation:${told.payload.remediationId}` };
    case 'remediation.kill-switch.changed':
      return {
        thread: 'kill-switch',
        repeat: told.payload.engaged ? 'engaged' : 'released',
        severity: 'high',
      };
    case 'incident.opened':
      return { ...incident(told), source: openedKey(told.payload) };
    case 'incident.escalated':
      return {
        ...incident(told),
        source: `incident:${told.payload.incidentId}:escalated:${told.payload.level}`,
      };
    case 'incident.acknowledged':
    case 'incident.contained':
    case 'incident.released':
    case 'incident.closed':
      return incident(told);
    case 'patch.approved':
    case 'patch.installed':
    case 'compliance-remediation.completed':
      return { thread: `execution:${told.payload.executionId}` };
    case 'event.matched':
      return { group: told.payload.ruleId, repeat: told.payload.ruleId };
    case 'notification.requested':
      return request(told.payload);
  }
}

/** It is told anew where it turns out to be worse. */
const openedKey = ({ incidentId, severity }: { incidentId: string; severity: string }): string =>
  `incident:${incidentId}:opened:${severity}`;

function incident({ fact, payload }: Extract<Told, { payload: { incidentId: string } }>): About {
  const { incidentId, severity } = payload;
  return { thread: `incident:${incidentId}`, repeat: `${incidentId} ${fact} ${severity}`, severity };
}

/** What a workflow asks for may be what rules tell, too: then one recipient is told once. */
function request({ requestKey, details, severity }: RequestPayload): About {
  const scanId = scanIdOf(details);
  const { incident: opened, escalation } = details as {
    incident?: { incidentId?: unknown; severity?: unknown };
    escalation?: unknown;
  };
  const isOpening = typeof opened?.incidentId === 'string' && escalation === undefined;
  if (isOpening && typeof opened.incidentId === 'string') {
    const { incidentId } = opened;
    const key = openedKey({ incidentId, severity: String(opened.severity) });
    return { source: key, thread: `incident:${incidentId}`, severity };
  }
  return { source: scanId === undefined ? `request:${requestKey}` : `scan:${scanId}`, severity };
}

type RequestPayload = Extract<Told, { fact: 'notification.requested' }>['payload'];

/** The scan that a workflow wants to be told. */
export function scanIdOf(details: Record<string, unknown>): string | undefined {
  const job = details['scanJob'];
  const id = typeof job === 'object' && job !== null ? (job as { scanJobId?: unknown }).scanJobId : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

const severitiesIn = (counts: Record<string, number>): (Severity | null)[] =>
  Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [name.toLowerCase() as Severity] : []));

/** The things that a fact ends, by their threads: nobody has to do anything about them any more. */
export function endedBy(told: Told): string | undefined {
  switch (told.fact) {
    case 'finding.resolved':
    case 'finding.suppressed':
      return `finding:${told.payload.findingId}`;
    case 'approval.decided':
      return `approval:${told.payload.approvalId}`;
    case 'schedule.run.succeeded':
      return `schedule:${told.payload.scheduleId}`;
    case 'incident.acknowledged':
    case 'incident.closed':
      return `incident:${told.payload.incidentId}`;
    default:
      return undefined;
  }
}

/** Whether a fact asks somebody to do something, which another fact ends. */
export function asksForAction(told: Told): boolean {
  switch (told.fact) {
    case 'finding.opened':
    case 'approval.requested':
    case 'schedule.run.failed':
    case 'error-rate.high':
    case 'incident.opened':
    case 'incident.escalated':
      return true;
    default:
      return false;
  }
}

/** Whether a fact only goes on with what those who know of it were told: they have it in their thread. */
export function followsUp(told: Told): boolean {
  switch (told.fact) {
    case 'finding.resolved':
    case 'finding.suppressed':
    case 'approval.decided':
    case 'schedule.run.succeeded':
    case 'incident.acknowledged':
    case 'incident.contained':
    case 'incident.released':
    case 'incident.closed':
      return true;
    default:
      return false;
  }
}

/** Whom a fact itself names. */
export function namedIn(told: Told): readonly string[] {
  if (told.fact === 'scan.completed') return told.payload.notifyChannels ?? [];
  return 'targets' in told.payload ? told.payload.targets : [];
}
