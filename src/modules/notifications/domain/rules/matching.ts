import type { Condition, ConditionFact } from './condition.js';
import type { FactName, PayloadOf, Told } from './told.js';

/** Under which name conditions know a fact. */
export const conditionFactOf = (fact: FactName): string => (fact.startsWith('incident.') ? 'incident' : fact);

/** Whether a rule's condition holds for a fact. */
export function matches(wanted: Condition, told: Told): boolean {
  switch (told.fact) {
    case 'incident.opened':
    case 'incident.acknowledged':
    case 'incident.escalated':
    case 'incident.contained':
    case 'incident.released':
    case 'incident.closed':
      return ifAbout(wanted, 'incident', (given) => matchesIncident(given, told.fact, told.payload));
    case 'finding.opened':
      return ifAbout(wanted, told.fact, (given) => matchesFinding(given, told.payload));
    case 'finding.resolved':
    case 'finding.suppressed':
      return ifAbout(wanted, told.fact, ({ controlIds }) => isOne(controlIds, told.payload.controlId));
    case 'scan.completed':
      return ifAbout(wanted, told.fact, (given) => matchesScan(given, told.payload));
    case 'score.changed':
      return ifAbout(wanted, told.fact, (given) => matchesScore(given, told.payload));
    case 'violations.detected':
      return ifAbout(wanted, told.fact, (given) => matchesViolations(given, told.payload));
    case 'vulnerabilities.detected':
      return ifAbout(
        wanted,
        told.fact,
        ({ criticalCountAtLeast = 0 }) => told.payload.criticalCount >= criticalCountAtLeast,
      );
    case 'vulnerability-scan.completed':
    case 'remediation.completed':
      return ifAbout(wanted, told.fact, ({ statuses }) => isOne(statuses, told.payload.status));
    case 'assessment.completed':
      return ifAbout(wanted, told.fact, (given) => matchesAssessment(given, told.payload));
    case 'schedule.run.failed':
    case 'schedule.run.succeeded':
      return ifAbout(
        wanted,
        told.fact,
        ({ scheduleTypes, scheduleIds }) =>
          isOne(scheduleTypes, told.payload.scheduleType) && isOne(scheduleIds, told.payload.scheduleId),
      );
    case 'workflow.failed':
      return ifAbout(
        wanted,
        told.fact,
        ({ workflowTypes, scheduled }) =>
          isOne(workflowTypes, told.payload.workflowType) &&
          (scheduled === undefined || scheduled === (told.payload.scheduleId !== null)),
      );
    case 'workflow.finished':
      return ifAbout(
        wanted,
        told.fact,
        ({ workflowTypes, statuses }) =>
          isOne(workflowTypes, told.payload.workflowType) && isOne(statuses, told.payload.status),
      );
    case 'approval.requested':
      return ifAbout(
        wanted,
        told.fact,
        ({ levels, workflowTypes }) =>
          isOne(levels, told.payload.level) && isOne(workflowTypes, told.payload.workflowType),
      );
    case 'approval.decided':
      return ifAbout(
        wanted,
        told.fact,
        ({ levels, workflowTypes, decisions }) =>
          isOne(levels, told.payload.level) &&
          isOne(workflowTypes, told.payload.workflowType) &&
          isOne(decisions, told.payload.decision),
      );
    case 'patch.installed':
      return ifAbout(
        wanted,
        told.fact,
        ({ onlyWithFailures = false }) => !onlyWithFailures || told.payload.failedBatches > 0,
      );
    case 'error-rate.high':
    case 'remediation.kill-switch.changed':
    case 'patch.approved':
    case 'compliance-remediation.completed':
      return wanted.fact === told.fact;
    case 'event.matched':
    case 'notification.requested':
      return false; // they say themselves whom they are for
  }
}

type About<F extends ConditionFact> = Extract<Condition, { fact: F }>;

const ifAbout = <F extends ConditionFact>(wanted: Condition, fact: F, holds: (given: About<F>) => boolean) =>
  wanted.fact === fact && holds(wanted as About<F>);

const isOne = <T>(wanted: readonly T[] | undefined, actual: T): boolean => wanted?.includes(actual) ?? true;

/** What is muted or suppressed is nobody's alarm. */
function matchesFinding(given: About<'finding.opened'>, finding: PayloadOf<'finding.opened'>): boolean {
  const { severities, controlIds, frameworks, tags, accountIds, regions, resourceTypes } = given;
  return (
    finding.mutedBy === null &&
    !finding.suppressed &&
    isOne(severities, finding.severity) &&
    isOne(controlIds, finding.controlId) &&
    isOne(accountIds, finding.accountId) &&
    isOne(regions, finding.region) &&
    isOne(resourceTypes, finding.resourceType) &&
    (frameworks?.some((one) => finding.frameworks.includes(one)) ?? true) &&
    (tags?.some(({ key, value }) => hasTag(finding.tags, key, value)) ?? true)
  );
}

const hasTag = (tags: Record<string, string>, key: string, value: string | undefined): boolean =>
  Object.hasOwn(tags, key) && (value === undefined || tags[key] === value);

/** Whether a schedule, or somebody in its place, has started a scan. */
export const isScheduled = ({ source, notifyChannels }: PayloadOf<'scan.completed'>): boolean =>
  notifyChannels !== null || source === 'schedule';

function matchesScan(given: About<'scan.completed'>, scan: PayloadOf<'scan.completed'>): boolean {
  const { statuses, scanTypes, sources, scheduled, onlyWithFindings = false } = given;
  return (
    isOne(statuses, scan.status) &&
    isOne(scanTypes, scan.scanType) &&
    isOne(sources, scan.source) &&
    (scheduled === undefined || scheduled === isScheduled(scan)) &&
    (!onlyWithFindings || scan.findings > 0)
  );
}

function matchesIncident(
  { what, severities, incidentTypes }: About<'incident'>,
  fact: FactName,
  { severity, incidentType }: PayloadOf<'incident.acknowledged'>,
): boolean {
  const step = fact.slice('incident.'.length);
  return (
    what.some((one) => one === step) && isOne(severities, severity) && isOne(incidentTypes, incidentType)
  );
}

function matchesScore(given: About<'score.changed'>, told: PayloadOf<'score.changed'>): boolean {
  const { frameworks, accountIds, dropOfAtLeast } = given;
  if (told.before === null || told.score === null) return false;
  return (
    isOne(frameworks, told.frameworkId) &&
    isOne(accountIds, told.accountId) &&
    told.before - told.score >= dropOfAtLeast
  );
}

function matchesViolations(
  { severities, violationsAtLeast = 1 }: About<'violations.detected'>,
  { violationsCount, severityBreakdown }: PayloadOf<'violations.detected'>,
): boolean {
  const has = (wanted: string) =>
    Object.entries(severityBreakdown).some(([name, count]) => name.toLowerCase() === wanted && count > 0);
  return violationsCount >= violationsAtLeast && (severities?.some(has) ?? true);
}

function matchesAssessment(
  { frameworks, scoreBelow }: About<'assessment.completed'>,
  { framework, score }: PayloadOf<'assessment.completed'>,
): boolean {
  return (
    (frameworks === undefined || (framework !== null && frameworks.includes(framework))) &&
    (scoreBelow === undefined || (score !== null && score < scoreBelow))
  );
}
