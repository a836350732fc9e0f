import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { ec2Image } from '../../resources/ec2/image.js';
import { ec2EbsEncryptionByDefault } from '../../resources/ec2/region-settings.js';
import { ec2Snapshot } from '../../resources/ec2/snapshot.js';
import { ec2Volume } from '../../resources/ec2/volume.js';

export const volumeEncryption = control({
  id: 'ec2_ebs_volume_encryption',
  on: ec2Volume,
  severity: 'high',
  class: 'security',
  title: 'EBS volume is not encrypted',
  risk: 'Its data, and every snapshot made of it, can be read by whoever gets hold of them, with no key to refuse.',
  remediation: {
    text: 'A volume cannot be encrypted where it is: make an encrypted one from its snapshot and swap the two.',
    steps: [
      'aws ec2 create-snapshot --volume-id VOLUME',
      'aws ec2 create-volume --snapshot-id SNAPSHOT --encrypted --kms-key-id KEY --availability-zone ZONE',
      'Stop the instance, detach the old volume, attach the new one as the same device, start the instance',
      'aws ec2 delete-volume --volume-id VOLUME, and its unencrypted snapshots',
    ],
    url: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html',
  },
  needs: [],
  decide: ({ state, encrypted, kmsKeyId }) =>
    encrypted ? pass({ encrypted, kmsKeyId }) : fail({ state, encrypted }),
});

export const snapshotEncryption = control({
  id: 'ec2_ebs_snapshots_encrypted',
  on: ec2Snapshot,
  severity: 'high',
  class: 'security',
  title: 'EBS snapshot is not encrypted',
  risk: 'Once shared or copied, its data can be read without any key, and volumes made from it may be unencrypted too.',
  remediation: {
    text: 'Copy the snapshot with encryption, then delete the original.',
    steps: [
      'aws ec2 copy-snapshot --source-region REGION --source-snapshot-id SNAPSHOT --encrypted --kms-key-id KEY',
      'aws ec2 delete-snapshot --snapshot-id SNAPSHOT',
    ],
    url: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html',
  },
  needs: [],
  decide: ({ encrypted, kmsKeyId, volumeId }) =>
    encrypted ? pass({ encrypted, kmsKeyId }) : fail({ encrypted, volumeId }),
});

/** A device without a snapshot is a blank volume: nothing of the image lies on it. */
export const imageEncryption = control({
  id: 'ec2_ami_encrypted',
  on: ec2Image,
  severity: 'medium',
  class: 'security',
  title: 'AMI holds its data in unencrypted snapshots',
  risk: 'What was baked into the image can be read without a key, and instances start from it with unencrypted disks.',
  remediation: {
    text: 'Copy the image with encryption, move launches to the copy, then deregister the original and delete its snapshots.',
    steps: [
      'aws ec2 copy-image --source-region REGION --source-image-id IMAGE --name NAME --encrypted --kms-key-id KEY',
      'aws ec2 deregister-image --image-id IMAGE',
    ],
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html',
  },
  needs: [],
  decide: ({ rootDeviceType, devices }) => {
    const stored = devices.filter(({ snapshotId }) => snapshotId !== null);
    if (stored.length === 0) return notApplicable({ rootDeviceType, devices });
    const unencrypted = stored.filter(({ encrypted }) => encrypted === false);
    if (unencrypted.length > 0) return fail({ unencrypted });
    return stored.every(({ encrypted }) => encrypted === true)
      ? pass({ devices: stored })
      : undecided('AWS does not tell whether the snapshots of the image are encrypted', { devices: stored });
  },
});

export const defaultEncryption = control({
  id: 'ec2_ebs_default_encryption',
  on: ec2EbsEncryptionByDefault,
  severity: 'high',
  class: 'security',
  title: 'EBS encryption by default is off in the region',
  risk: 'Every new volume and snapshot copy of the region is unencrypted unless somebody thinks of it.',
  remediation: {
    text: 'Enable encryption by default in the region; it holds for new volumes and changes no existing one.',
    steps: ['aws ec2 enable-ebs-encryption-by-default --region REGION'],
    url: 'https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html',
  },
  needs: ['enabled'],
  decide: ({ enabled, defaultKmsKeyId }) =>
    enabled ? pass({ enabled, defaultKmsKeyId }) : fail({ enabled }),
});
