import { control, pass, undecided } from '../../control.js';
import { volumePrice } from '../../prices/index.js';
import { ec2Volume } from '../../resources/ec2/volume.js';
import { isOlderThan, wasted } from '../shared.js';

export const volumeUnattached = control({
  id: 'ec2_ebs_volume_unattached',
  on: ec2Volume,
  severity: 'low',
  class: 'waste',
  title: 'EBS volume is attached to nothing',
  risk: 'An unattached volume is paid for by its size, and its data lie around unwatched.',
  remediation: {
    text: 'Take a snapshot if the data matter, then delete the volume.',
    url: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-deleting-volume.html',
  },
  needs: [],
  decide: (volume, { now, place, thresholds: { unattachedVolumeDays: days } }) => {
    const { state, createdAt, sizeGb, volumeType, iops, throughput } = volume;
    if (state !== 'available') return pass({ state });
    const evidence = {
      state,
      createdAt,
      thresholdDays: days,
      note: 'AWS does not tell when a volume was detached: the days are counted from its creation',
    };
    if (createdAt === null) return undecided('AWS gave no creation date', evidence);
    if (!isOlderThan(createdAt, days, now)) return pass(evidence);
    return wasted({ ...evidence, sizeGb, volumeType, iops, throughput }, volumePrice(volume, place.region));
  },
});
