import { control, pass, undecided } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { volumesPrice } from '../../prices/index.js';
import { ec2Instance } from '../../resources/ec2/instance.js';
import { isOlderThan, wasted } from '../shared.js';

/** `User initiated (2024-01-15 10:30:00 GMT)`; other reasons carry no time, or a time in the same brackets. */
const TIME_IN_REASON = /\((\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) (?:GMT|UTC)\)/;

/** When the instance stopped, as its StateTransitionReason tells; null where that has no time. */
export function stoppedAt(reason: string | null): string | null {
  const [, day, time] = TIME_IN_REASON.exec(reason ?? '') ?? [];
  if (day === undefined || time === undefined) return null;
  const at = new Date(`${day}T${time}Z`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

export const instanceStopped = control({
  id: 'ec2_instance_stopped',
  on: ec2Instance,
  severity: 'low',
  class: 'waste',
  title: 'EC2 instance is stopped for long',
  risk: 'A stopped instance costs no compute, but its volumes are paid for, and what it runs is not patched.',
  remediation: {
    text: 'Terminate the instance if nobody needs it; keep its data as a snapshot or an image.',
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html',
  },
  needs: [],
  weighs: ['attachedVolumes'],
  decide: (instance, { now, place, thresholds: { stoppedInstanceDays: days } }) => {
    if (instance.state !== 'stopped') return pass({ state: instance.state });
    const since = stoppedAt(instance.stateTransitionReason);
    const evidence = {
      state: instance.state,
      stateTransitionReason: instance.stateTransitionReason,
      stoppedSince: since,
      thresholdDays: days,
    };
    if (since === null) {
      // it cannot be stopped for longer than since its last start; beyond that AWS tells nothing
      const { launchTime } = instance;
      return launchTime !== null && !isOlderThan(launchTime, days, now)
        ? pass({ ...evidence, launchTime })
        : undecided('AWS does not tell when the instance stopped', { ...evidence, launchTime });
    }
    if (!isOlderThan(since, days, now)) return pass(evidence);
    const volumes = instance.attachedVolumes;
    const price = volumes === null || isNoEvidence(volumes) ? null : volumesPrice(volumes, place.region);
    return wasted({ ...evidence, volumes }, price);
  },
});
