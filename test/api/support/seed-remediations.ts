import { newId } from '../../../src/shared/ids.js';
import { texts } from './columns.js';

type Row = [table: string, row: Record<string, unknown>];
interface Place {
  account_id: string;
  region: string;
}

/** The bucket that seeded changes are about: no scan has seen it, so that it is asked of nobody. */
export const bucketOf = (mark: string): string => `arn:aws:s3:::${mark}`;

const FLAGS = {
  ...{ BlockPublicAcls: true, IgnorePublicAcls: true },
  ...{ BlockPublicPolicy: true, RestrictPublicBuckets: true },
};

/**
 * A change that was made and could not be taken back: a rollback has something to do, and needs no look at AWS before it
 * says so.
 */
export function changeRows(
  owner: { kind: 'remediation' | 'incident'; id: string; fixId: string; findingId?: string },
  place: Place,
  mark: string,
): Row[] {
  const now = new Date();
  const id = newId('change');
  const call = { service: 's3', operation: 'PutPublicAccessBlock' };
  const input = { Bucket: mark, PublicAccessBlockConfiguration: FLAGS };
  const made = {
    change_id: id,
    seq: 0,
    ...call,
    region: place.region,
    input,
    started_at: now,
    ended_at: now,
  };
  return [
    [
      'changes',
      {
        ...{ id, owner_kind: owner.kind, owner_id: owner.id, seq: 1, ...place, tags: { owner: mark } },
        ...{
          fix_id: owner.fixId,
          finding_id: owner.findingId ?? null,
          control_id: 's3_bucket_public_access',
        },
        ...{ resource_arn: bucketOf(mark), resource_type: 'AWS::S3::Bucket' },
        ...{ status: 'restore_failed', reason: mark },
        plan: {
          ...{ title: mark, words: [mark], calls: [{ ...call, input }], loses: null },
          ...{ stateHash: mark, missingPermissions: [] },
        },
        before: { block: null, website: null },
        verdict: { kind: 'control', controlId: mark, verdict: 'pass', evidence: { Bucket: mark } },
        ...{ claim: 1, started_at: now, applied_at: now },
      },
    ],
    ['change_calls', { id: newId('call'), ...made, phase: 'apply', status: 'done', result: { mark } }],
    [
      'change_calls',
      {
        ...{ id: newId('call'), ...made, operation: 'DeletePublicAccessBlock', phase: 'restore' },
        ...{ status: 'failed', error: { code: 'AccessDenied', message: mark } },
      },
    ],
  ];
}

/** What holds for the tenant's changes, and a remediation that somebody could not take back. */
export function remediationRows(
  ids: { remediation: string; execution: string; finding: string },
  place: Place,
  mark: string,
): Row[] {
  const { remediation: id, finding: findingId } = ids;
  const now = new Date();
  const left = {
    changeId: newId('change'),
    resourceArn: bucketOf(mark),
    reason: mark,
    isIrreversible: false,
  };
  const agreed = { version: 1, levels: 1, quorum: 1, calls: [mark] };
  return [
    // nothing may be changed, whoever asks
    [
      'guardrails',
      {
        ...{ account_id: place.account_id, saved_by: mark },
        settings: { enabled: false, exemptTags: [{ key: mark }], fixSettings: { [mark]: { mark } } },
      },
    ],
    ['kill_switches', { engaged: false, reason: mark, changed_by: mark }],
    [
      'remediations',
      {
        ...{ id, execution_id: ids.execution, status: 'rollback_failed', finding_ids: texts(findingId) },
        ...{ dry_run: false, approval_required: true, restore_on_failure: true, plan_version: 1 },
        notification_targets: texts(`${mark}@example.com`),
        approval: {
          ...{ required: false, levels: [1], quorum: 1, why: [mark], asked: 1, askedVersion: 1 },
          ...{ askedCalls: [mark], agreed, noted: [mark] },
        },
        ...{ requested_by: mark, requested_by_key: mark, correlation_id: mark, reason: mark, ended_at: now },
        rollback: {
          ...{ requestedBy: mark, requestedByKey: mark, requestedAt: now.toISOString() },
          ...{ reason: mark, force: false, left: [left] },
        },
      },
    ],
    ...changeRows(
      { kind: 'remediation', id, findingId, fixId: 's3_bucket_level_public_access_block' },
      place,
      mark,
    ),
  ];
}
