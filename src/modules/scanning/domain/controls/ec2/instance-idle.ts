import { DAY_MS } from '../../../../../shared/clock.js';
import { control, pass, undecided } from '../../control.js';
import { instancePrice } from '../../prices/index.js';
import { type CpuUse, ec2Instance } from '../../resources/ec2/instance.js';
import { isOlderThan, wasted } from '../shared.js';

/** The days that reach into the last `days` days; at least the last one. */
const recent = ({ daily }: CpuUse, days: number, now: Date): number[] =>
  daily
    .filter(({ day }) => Date.parse(day) + DAY_MS > now.getTime() - Math.max(1, days) * DAY_MS)
    .map(({ averagePercent }) => averagePercent);

export const instanceIdle = control({
  id: 'ec2_instance_idle',
  on: ec2Instance,
  severity: 'medium',
  class: 'waste',
  title: 'EC2 instance is idle',
  risk: 'A running instance that does next to nothing is paid for by the hour.',
  remediation: {
    text: 'Stop or terminate the instance, or move its work to a smaller one.',
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-recommendations.html',
  },
  needs: ['cpu'],
  decide: (
    instance,
    { now, place, thresholds: { idleInstanceDays: days, idleInstanceCpuPercent: limit } },
  ) => {
    const { state, launchTime, cpu } = instance;
    if (state !== 'running') return pass({ state });
    const started = { state, launchTime, thresholdDays: days, thresholdPercent: limit };
    if (launchTime !== null && !isOlderThan(launchTime, days, now)) return pass(started);
    // CloudWatch has this metric for every running instance: none at all says nothing about its work
    if (cpu === null) return undecided('CloudWatch has no CPU values for the instance', started);
    if (days > cpu.days) return undecided(`Only the last ${cpu.days} days of CPU use are read`, started);
    const values = recent(cpu, days, now);
    if (values.length < Math.max(1, days / 2)) {
      return undecided('CloudWatch has CPU values of less than half of the days', {
        ...started,
        datapoints: values.length,
      });
    }
    const average = values.reduce((total, value) => total + value, 0) / values.length;
    const evidence = {
      ...started,
      metric: 'AWS/EC2 CPUUtilization, daily averages',
      averagePercent: Math.round(average * 100) / 100,
      datapoints: values.length,
    };
    if (average >= limit) return pass(evidence);
    const { platformDetails, lifecycle, tenancy } = instance;
    return wasted(
      { ...evidence, instanceType: instance.type, platformDetails, lifecycle, tenancy },
      instancePrice(instance, place.region),
    );
  },
});
