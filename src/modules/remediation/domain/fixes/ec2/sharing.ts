import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';

const permission = z.object({
  Group: z.string().optional(),
  UserId: z.string().optional(),
  OrganizationArn: z.string().optional(),
  OrganizationalUnitArn: z.string().optional(),
});
type Permission = z.infer<typeof permission>;

const inOrder = (all: Permission[]): Permission[] =>
  all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const hasAll = (permissions: readonly Permission[]): boolean =>
  permissions.some(({ Group }) => Group === 'all');

const named = (permissions: readonly Permission[]): string => {
  const others = permissions.filter(({ Group }) => Group === undefined).length;
  return others === 0 ? '' : `; those who are named (${others}) keep it`;
};

const share = (SnapshotId: string, OperationType: 'add' | 'remove'): Call =>
  call('ec2', 'ModifySnapshotAttribute', {
    ...{ SnapshotId, OperationType, Attribute: 'createVolumePermission', GroupNames: ['all'] },
  });

/** ebs/latest/userguide/ebs-modifying-snapshot-permissions.html */
export const makeSnapshotPrivate = fix({
  controls: ['ec2_ebs_public_snapshot'],
  type: 'AWS::EC2::Snapshot',
  title: 'Make the EBS snapshot private',
  reads: {
    sharing: read(
      'ec2',
      'DescribeSnapshotAttribute',
      z.object({ CreateVolumePermissions: z.array(permission).default([]).transform(inOrder) }),
      ({ name }) => ({ SnapshotId: name, Attribute: 'createVolumePermission' }),
    ),
  },
  actions: ['ec2:ModifySnapshotAttribute'],
  plan: ({ target: { name }, state: { sharing } }) =>
    hasAll(sharing.CreateVolumePermissions)
      ? change(
          `Other accounts can no longer make volumes from it${named(sharing.CreateVolumePermissions)}. Copies that they have made stay theirs`,
          [share(name, 'remove')],
        )
      : nothing('It is not shared with everybody'),
  restore: ({ target: { name }, before: { sharing } }) =>
    hasAll(sharing.CreateVolumePermissions) ? [share(name, 'add')] : [],
});

const launch = (ImageId: string, what: 'Add' | 'Remove'): Call =>
  call('ec2', 'ModifyImageAttribute', { ImageId, LaunchPermission: { [what]: [{ Group: 'all' }] } });

/** AWSEC2/latest/UserGuide/sharingamis-intro.html */
export const makeImagePrivate = fix({
  controls: ['ec2_ami_public'],
  type: 'AWS::EC2::Image',
  title: 'Make the AMI private',
  reads: {
    sharing: read(
      'ec2',
      'DescribeImageAttribute',
      z.object({ LaunchPermissions: z.array(permission).default([]).transform(inOrder) }),
      ({ name }) => ({ ImageId: name, Attribute: 'launchPermission' }),
    ),
  },
  actions: ['ec2:ModifyImageAttribute'],
  plan: ({ target: { name }, state: { sharing } }) =>
    hasAll(sharing.LaunchPermissions)
      ? change(
          `Other accounts can no longer launch it${named(sharing.LaunchPermissions)}. Instances and copies that they have made stay theirs`,
          [launch(name, 'Remove')],
        )
      : nothing('It is not shared with everybody'),
  restore: ({ target: { name }, before: { sharing } }) =>
    hasAll(sharing.LaunchPermissions) ? [launch(name, 'Add')] : [],
});

const BLOCK_ALL = 'block-all-sharing';
const block = (State: string): Call => call('ec2', 'EnableSnapshotBlockPublicAccess', { State });

/** Of a whole region. ebs/latest/userguide/block-public-access-snapshots.html */
export const blockSnapshotSharing = fix({
  controls: ['ec2_ebs_snapshot_account_block_public_access'],
  type: 'AWS::EC2::SnapshotBlockPublicAccess',
  title: 'Block all public sharing of EBS snapshots in the region',
  reads: {
    sharing: read(
      'ec2',
      'GetSnapshotBlockPublicAccessState',
      z.object({ State: z.string(), ManagedBy: z.string().optional() }),
      () => ({}),
    ),
  },
  actions: ['ec2:EnableSnapshotBlockPublicAccess', 'ec2:DisableSnapshotBlockPublicAccess'],
  plan: ({ target: { region }, state: { sharing } }) => {
    if (sharing.State === BLOCK_ALL) return nothing('All public sharing is blocked');
    if (sharing.ManagedBy === 'declarative-policy') {
      return refuse("The organization's declarative policy sets it: change the policy");
    }
    return change(
      `No snapshot of ${region} can be read by everybody any more, those that are public now included; shares with named accounts stay`,
      [block(BLOCK_ALL)],
    );
  },
  restore: ({ before: { sharing } }) => [
    sharing.State === 'unblocked'
      ? call('ec2', 'DisableSnapshotBlockPublicAccess', {})
      : block(sharing.State),
  ],
});
