import type { Schemas } from '../../../api/api.js';
import { linesIn, textIn, textsOf } from '../../../ui/fields.js';
import { severities as allSeverities } from '../../../ui/severity.js';
import { tagOf } from '../tags.js';

export type Fact = Schemas['SaveNotificationRule']['when']['fact'];

/** texts: any of some that are typed; some: any of a few; flag: yes, no or either. */
export interface Field {
  name: string;
  label: string;
  kind: 'texts' | 'numbers' | 'some' | 'number' | 'flag' | 'tags';
  of?: readonly string[];
}

const texts = (name: string, label: string): Field => ({ name, label, kind: 'texts' });
const flag = (name: string, label: string): Field => ({ name, label, kind: 'flag' });
const number = (name: string, label: string): Field => ({ name, label, kind: 'number' });
const some = (name: string, label: string, of: readonly string[]): Field => ({
  name,
  label,
  kind: 'some',
  of,
});
const severities = some('severities', 'Severities', allSeverities);
const controlIds = texts('controlIds', 'Controls');
const frameworks = texts('frameworks', 'Frameworks, such as cis-3.0');
const accountIds = texts('accountIds', 'Accounts');
const statuses = texts('statuses', 'Statuses, such as completed');
const workflowTypes = texts('workflowTypes', 'Workflows, such as compliance-scan');
const levels: Field = { name: 'levels', label: 'Levels (1: approvers, 2: admins)', kind: 'numbers' };
const schedules = [texts('scheduleTypes', 'Types of schedules'), texts('scheduleIds', 'Ids of schedules')];

/** What a rule about each fact can ask for. */
export const conditions: Readonly<Record<Fact, readonly Field[]>> = {
  'finding.opened': [
    ...[severities, controlIds, frameworks, accountIds, texts('regions', 'Regions')],
    ...[texts('resourceTypes', 'Types of resources, such as AWS::S3::Bucket')],
    { name: 'tags', label: 'Tags of the resource, as key=value or key, one below the other', kind: 'tags' },
  ],
  'finding.resolved': [controlIds],
  'finding.suppressed': [controlIds],
  'scan.completed': [
    ...[
      statuses,
      texts('scanTypes', 'Types of scans, such as full'),
      texts('sources', 'Started by, such as api'),
    ],
    ...[
      flag('scheduled', 'Started by a schedule'),
      flag('onlyWithFindings', 'Only where it has found something'),
    ],
  ],
  'score.changed': [number('dropOfAtLeast', 'Points that it fell'), frameworks, accountIds],
  'violations.detected': [severities, number('violationsAtLeast', 'Violations at least')],
  'vulnerabilities.detected': [number('criticalCountAtLeast', 'Critical ones at least')],
  'vulnerability-scan.completed': [statuses],
  'assessment.completed': [frameworks, number('scoreBelow', 'Score below')],
  'schedule.run.failed': schedules,
  'schedule.run.succeeded': schedules,
  'workflow.failed': [workflowTypes, flag('scheduled', 'Started by a schedule')],
  'workflow.finished': [workflowTypes, statuses],
  'error-rate.high': [],
  'approval.requested': [levels, workflowTypes],
  'approval.decided': [levels, workflowTypes, some('decisions', 'Decisions', ['approved', 'rejected'])],
  'remediation.completed': [statuses],
  'remediation.kill-switch.changed': [],
  incident: [
    some('what', 'What becomes of it', [
      ...['opened', 'acknowledged', 'escalated', 'contained', 'released', 'closed'],
    ]),
    ...[severities, texts('incidentTypes', 'Types of incidents')],
  ],
  'patch.approved': [],
  'patch.installed': [flag('onlyWithFailures', 'Only where something failed')],
  'compliance-remediation.completed': [],
};
export const facts = Object.keys(conditions) as Fact[];

/** Somebody has to do something about these: others can be told where nobody does. */
export const endingFacts: ReadonlySet<string> = new Set<Fact>([
  ...([
    'approval.requested',
    'incident',
    'finding.opened',
    'schedule.run.failed',
    'error-rate.high',
  ] as const),
]);

/** What a field asks for; undefined: nothing. */
function asked(form: FormData, { name, kind, of = [] }: Field): unknown {
  const text = textIn(form, `when.${name}`);
  if (kind === 'some') {
    const chosen = of.filter((one) => form.has(`when.${name}.${one}`));
    return chosen.length === 0 ? undefined : chosen;
  }
  if (text === '') return undefined;
  if (kind === 'number') return Number(text);
  if (kind === 'flag') return text === 'yes';
  if (kind === 'numbers') return textsOf(text).map((one) => Number(one));
  if (kind === 'texts') return textsOf(text);
  return linesIn(form, `when.${name}`).map(tagOf); // a value may have commas
}

/** The condition that stands in a form; whether it is sound is said by the API. */
export const whenIn = (form: FormData, fact: Fact): Record<string, unknown> => ({
  fact,
  ...Object.fromEntries(
    conditions[fact].flatMap((field) => {
      const value = asked(form, field);
      return value === undefined ? [] : [[field.name, value] as const];
    }),
  ),
});
