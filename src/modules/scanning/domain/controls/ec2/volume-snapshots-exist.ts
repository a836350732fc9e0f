import { control, fail, pass } from '../../control.js';
import { ec2Volume } from '../../resources/ec2/volume.js';

/** Any complete snapshot that the account has of the volume; how old it may be is a matter of the backup plan. */
export const volumeSnapshotsExist = control({
  id: 'ec2_ebs_volume_snapshots_exists',
  on: ec2Volume,
  severity: 'low',
  class: 'security',
  title: 'EBS volume has no snapshot',
  risk: 'When the volume fails, is deleted or is encrypted by an attacker, its data are gone for good.',
  remediation: {
    text: 'Take snapshots of the volume by a schedule, with AWS Backup or Data Lifecycle Manager.',
    steps: [
      'aws ec2 create-snapshot --volume-id VOLUME',
      'Tag the volume so that a backup plan or a lifecycle policy takes it in',
    ],
    url: 'https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html',
  },
  needs: ['newestSnapshot'],
  decide: ({ state, newestSnapshot }) =>
    newestSnapshot === null ? fail({ state, newestSnapshot }) : pass({ newestSnapshot }),
});
