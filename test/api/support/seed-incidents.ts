import { newId } from '../../../src/shared/ids.js';
import { texts } from './columns.js';
import { bucketOf, changeRows } from './seed-remediations.js';

type Row = [table: string, row: Record<string, unknown>];

/**
 * Three incidents: one that is contained, with all that hangs on it, one that nobody has looked at, and one that is over.
 * Nobody has been asked to do anything about them, and no execution waits for an answer.
 */
export function incidentRows(
  ids: { incidents: string[]; evidence: string; execution: string; finding: string },
  place: { account_id: string; region: string },
  mark: string,
): Row[] {
  const [contained = '', open = '', closed = ''] = ids.incidents;
  const now = new Date();
  const contain = { contained_by: mark, contained_at: now };
  const end = { released_by: mark, released_at: now, closed_by: mark, closed_at: now };
  const of = { incident_id: contained };
  const piece = { ...of, resource_arn: bucketOf(mark) };
  return [
    ['incidents', { ...incident(contained, ids, mark), status: 'contained', plan_version: 1, ...contain }],
    ['incidents', { ...incident(open, ids, mark), status: 'open' }],
    [
      'incidents',
      {
        ...{ ...incident(closed, ids, mark), status: 'closed', ...contain, ...end },
        ...{ acknowledged_by: mark, acknowledged_at: now, report: report(mark, now) },
      },
    ],
    [
      'incident_executions',
      { ...of, execution_id: ids.execution, joined: false, responds: true, waiting_task_id: null },
    ],
    [
      'incident_entries',
      { ...of, id: newId('note'), what: 'opened', who: mark, details: { mark }, key: 'opened' },
    ],
    [
      'incident_evidence',
      {
        ...{ ...piece, id: ids.evidence, kind: 'configuration', status: 'taken', taken_at: now },
        ...{ content: { bucket_name: mark }, hash: mark },
      },
    ],
    [
      'incident_evidence',
      {
        ...{ ...piece, id: newId('evd'), kind: 'volume_snapshot', part: mark },
        ...{ status: 'missing', reason: mark },
      },
    ],
    ...changeRows({ kind: 'incident', id: contained, fixId: 'contain-bucket' }, place, mark),
  ];
}

function incident(id: string, ids: { execution: string; finding: string }, mark: string) {
  return {
    ...{ id, execution_id: ids.execution, incident_type: mark, title: mark, description: mark },
    ...{ severity: 'high', response: 'urgent', reasons: texts(mark), auto_remediate: false },
    ...{ resource_arns: texts(bucketOf(mark)), finding_ids: texts(ids.finding) },
    notification_targets: texts(`${mark}@example.com`),
    // far away: nobody is told again while it is looked at
    ...{ acknowledge_within_minutes: 60, acknowledge_by: new Date('2099-01-01'), dedupe_key: id },
    ...{ requested_by: mark, requested_by_key: mark, correlation_id: mark },
  };
}

/** As closing writes it. */
function report(mark: string, now: Date) {
  return {
    ...{ outcome: 'resolved', summary: mark, closedBy: mark, escalations: 0, keptContained: false },
    ...{ secondsToAcknowledge: 1, secondsToContain: 2, secondsToRelease: null, secondsToClose: 3 },
    actions: [{ at: now.toISOString(), what: 'opened', who: mark }],
    containments: [{ fixId: 'contain-bucket', resourceArn: bucketOf(mark), status: 'restored' }],
  };
}
