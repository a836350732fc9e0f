import { control, fail, pass } from '../../control.js';
import { ec2Image } from '../../resources/ec2/image.js';
import { ec2SnapshotBlockPublicAccess } from '../../resources/ec2/region-settings.js';
import { ec2Snapshot } from '../../resources/ec2/snapshot.js';

export const publicSnapshot = control({
  id: 'ec2_ebs_public_snapshot',
  on: ec2Snapshot,
  severity: 'critical',
  class: 'security',
  title: 'EBS snapshot is public',
  risk: 'Anybody with an AWS account can make a volume from it and read all that was on the disk; bots look for such.',
  remediation: {
    text: 'Make the snapshot private, share it with named accounts only, and treat secrets on it as leaked.',
    steps: [
      'aws ec2 modify-snapshot-attribute --snapshot-id SNAPSHOT --attribute createVolumePermission --operation-type remove --group-names all',
      'Change the passwords and keys that were on the disk',
    ],
    url: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html',
  },
  needs: ['public'],
  decide: ({ public: shared, volumeId, encrypted }) =>
    shared ? fail({ public: shared, volumeId, encrypted }) : pass({ public: shared }),
});

/** As AWS's EC2.182: only `block-all-sharing` takes back what is public already. */
export const snapshotBlockPublicAccess = control({
  id: 'ec2_ebs_snapshot_account_block_public_access',
  on: ec2SnapshotBlockPublicAccess,
  severity: 'high',
  class: 'security',
  title: 'Public sharing of EBS snapshots is not blocked in the region',
  risk: 'One wrong click or call shares the content of a disk with every AWS account.',
  remediation: {
    text: 'Block all public sharing of snapshots in the region.',
    steps: ['aws ec2 enable-snapshot-block-public-access --region REGION --state block-all-sharing'],
    url: 'https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html',
  },
  needs: ['sharing'],
  decide: ({ sharing }) => (sharing.state === 'block-all-sharing' ? pass(sharing) : fail(sharing)),
});

export const publicImage = control({
  id: 'ec2_ami_public',
  on: ec2Image,
  severity: 'critical',
  class: 'security',
  title: 'AMI is public',
  risk: 'Anybody with an AWS account can launch the image and read the code, configuration and secrets baked into it.',
  remediation: {
    text: 'Make the image private, share it with named accounts only, and treat secrets in it as leaked.',
    steps: [
      'aws ec2 modify-image-attribute --image-id IMAGE --launch-permission "Remove=[{Group=all}]"',
      'aws ec2 enable-image-block-public-access --region REGION --image-block-public-access-state block-new-sharing',
    ],
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html',
  },
  needs: [],
  decide: ({ name, state, public: shared }) =>
    shared ? fail({ public: shared, name, state }) : pass({ public: shared }),
});
