import { SNAPSHOT } from '../../../src/modules/patching/patch-preparation.service.js';
import { INSTALL } from '../../../src/modules/patching/patch-installing.service.js';
import { patchOptions } from '../../../src/modules/workflows/index.js';
import { newId } from '../../../src/shared/ids.js';
import { texts } from './columns.js';

type Row = [table: string, row: Record<string, unknown>];

export interface PatchingIds {
  installation: string;
  /** The first has succeeded, the second was taken back. */
  batches: string[];
  patchApproval: string;
  execution: string;
  scan: string;
}

/** The instance of the batch that has succeeded, and the root volume that it has now. */
export const instanceOf = (mark: string) => ({ instanceId: `i-${mark}`, rootVolumeId: `vol-root-${mark}` });

/** An installation that is over, what was approved before it, and what Systems Manager says of the instance. */
export function patchingRows(
  ids: PatchingIds,
  place: { account_id: string; region: string },
  mark: string,
): Row[] {
  const { instanceId } = instanceOf(mark);
  const now = new Date();
  const saved = { requested_by: mark, requested_by_key: mark, correlation_id: mark };
  const patch = { patchId: `${mark}.x86_64`, severity: 'critical', cveIds: [mark] };
  const whole = { ...patch, instanceId, accountId: place.account_id, region: place.region };
  const resourceArn = `arn:aws:ec2:${place.region}:${place.account_id}:instance/${instanceId}`;
  const ended = { started_at: now, ended_at: now };
  const { installation: id, batches, execution: execution_id } = ids;
  return [
    [
      'patch_policies',
      { settings: { excludedPatches: [mark] }, saved_by: mark, saved_by_key: mark, saved_at: now },
    ],
    [
      'patch_approvals',
      {
        ...{ id: ids.patchApproval, execution_id, kind: 'critical', by: 'people', status: 'approved' },
        ...{ correlation_id: mark, vulnerability_count: 1, patch_count: 1, instance_count: 1 },
        ...{ patches: [{ ...whole, resourceArn }], decided_by: texts(mark), approval_id: newId('apr') },
        ...{ expires_at: now, decided_at: now, published_at: now },
        installations: [{ executionId: null, executionName: mark, patchCount: 1, error: mark }],
      },
    ],
    [
      'patch_installations',
      {
        ...{ id, execution_id, status: 'completed', approved_patches: [whole], ...saved },
        ...{ options: patchOptions.parse({ batchSize: 1 }), approval: { decision: 'approved', by: mark } },
        ...{ reason: mark, planned_at: now, ended_at: now },
      },
    ],
    ...batches.map((batch, i): Row => {
      const status = i === 0 ? 'succeeded' : 'rolled_back';
      const of = { id: batch, installation_id: id, seq: i + 1, ...place, zone: `${place.region}a` };
      return ['patch_batches', { ...of, status, reason: mark, claim: 1, ...ended }];
    }),
    ...[...batches, null].flatMap((batch, i) => instanceRows(batch, i, id, { place, patch, mark })),
    ['resources', managedInstance(resourceArn, ids.scan, place, mark)],
  ];
}

/** One of each batch, and one that was refused. Of those that were worked at: what was done. */
function instanceRows(
  batch_id: string | null,
  i: number,
  installation_id: string,
  { place, patch, mark }: { place: object; patch: { patchId: string }; mark: string },
): Row[] {
  const now = new Date();
  const { instanceId, rootVolumeId } = instanceOf(mark);
  const id = newId('pnod');
  const states = { [patch.patchId]: 'Missing', bash: 'Installed' };
  const well = { ok: true, output: mark };
  const health = { instance: 'ok', agent: 'Online', http: null, command: well, patches: [mark] };
  const worked = {
    facts: { rootVolumeId, volumeIds: [rootVolumeId], isWindows: false, privateIp: null, tags: { mark } },
    ...{ before: states, after: { [patch.patchId]: 'Installed' }, health, started_at: now, ended_at: now },
  };
  const back = i === 1 ? { restored: { rootVolumeId, states, differences: [mark] } } : {};
  const status = ['patched', 'rolled_back', 'refused'][i];
  const shown: Row = [
    'patch_instances',
    {
      ...{ id, installation_id, batch_id, seq: i + 1, ...place, status, reason: mark, notes: texts(mark) },
      ...{ instance_id: i === 0 ? instanceId : `${instanceId}-${i}`, groups: texts(`asg/${mark}`) },
      ...{ patches: [patch], ...(batch_id === null ? {} : { ...worked, ...back }) },
    },
  ];
  if (batch_id === null) return [shown];
  const step = { patch_instance_id: id, attempts: 1, started_at: now, ended_at: now };
  const kept = { snapshotIds: [`snap-${mark}`], rootSnapshotId: `snap-${mark}`, imageId: null };
  const error = { message: mark, isRefused: true };
  return [
    shown,
    ['patch_steps', { ...step, id: newId('pstp'), name: SNAPSHOT, status: 'done', result: kept }],
    [
      'patch_steps',
      { ...step, id: newId('pstp'), name: INSTALL, status: 'done', result: JSON.stringify(mark) },
    ],
    ['patch_steps', { ...step, id: newId('pstp'), name: 'reboot:1', status: 'failed', error }],
  ];
}

function managedInstance(arn: string, scanId: string, place: object, mark: string) {
  const now = new Date();
  const seen = { first_seen_at: now, last_seen_at: now, last_scan_id: scanId, changed_at: now };
  const patchState = {
    installed: 1,
    missing: 2,
    failed: 0,
    pendingReboot: 0,
    operationAt: now.toISOString(),
  };
  return {
    ...{ arn: arn.replace(':ec2:', ':ssm:').replace(':instance/', ':managed-instance/'), ...place, ...seen },
    ...{ service: 'ssm', type: 'AWS::SSM::ManagedInstance', name: mark, hash: mark, tags: {}, relations: [] },
    ...{
      no_evidence: {},
      configuration: { id: `i-${mark}`, pingStatus: 'Online', platformName: mark, patchState },
    },
  };
}
