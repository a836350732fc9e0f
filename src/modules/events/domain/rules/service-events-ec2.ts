import { alongWith, by, changed, choose, created, deleted, nothing, rules, type Target } from '../rule.js';
import * as ec2 from './ec2-kinds.js';

/** What an ARN ends with; some of these are odd (`arn:aws:ec2::us-west-2:snapshot/snap-1`). */
const last = (value: string): string => value.slice(value.lastIndexOf('/') + 1);

/** A kind that takes an ARN for what it ends with. */
const endingIn =
  (of: (path: string) => Target) =>
  (path: string): Target => {
    const target = of(path);
    return { ...target, id: (value, place) => target.id?.(last(value), place) };
  };
const instance = endingIn(ec2.instance);
const volume = endingIn(ec2.volume);
const snapshot = endingIn(ec2.snapshot);

/** Events that EC2, EBS and Auto Scaling send by themselves. */
export const ec2ServiceRules = [
  // AWSEC2/latest/UserGuide/automating_with_eventbridge.html, ebs/latest/userguide/ebs-cloud-watch-events.html
  rules('aws.ec2', {
    'EC2 Instance State-change Notification': by(changed(instance('detail.instance-id')), 'detail.state', {
      terminated: 'deleted',
    }),
    'EBS Volume Notification': alongWith(
      by(changed(volume('event.resources[]')), 'detail.event', {
        createVolume: 'created',
        deleteVolume: 'deleted',
      }),
      instance('event.resources[]'),
    ),
    'EBS Snapshot Notification': choose('detail.event', {
      shareSnapshot: nothing('another account’s snapshot'),
      '*': by(changed(snapshot('detail.snapshot_id|event.resources[]')), 'detail.event', {
        createSnapshot: 'created',
        copySnapshot: 'created',
      }),
    }),
    'EBS Multi-Volume Snapshots Completion Status': created(snapshot('detail.snapshots[].snapshot_id')),
    'EBS Snapshot Block Public Access Enabled': changed(ec2.snapshotBlock),
    'EBS Snapshot Block Public Access Disabled': changed(ec2.snapshotBlock),
    'EBS Fast Snapshot Restore State-change Notification': nothing('no configuration of the snapshot'),
    'EC2 AMI State Change': by(changed(ec2.image('detail.ImageId')), 'detail.State', {
      deregistered: 'deleted',
    }),
    'EC2 Spot Instance Interruption Warning': nothing('a warning: its state tells of its end'),
    'EC2 Instance Rebalance Recommendation': nothing('a recommendation'),
    'EC2 Spot Instance Request Fulfillment': nothing('its state tells of its start'),
  }),
  // autoscaling/ec2/userguide/automating-ec2-auto-scaling-with-eventbridge.html
  rules('aws.autoscaling', {
    'EC2 Instance Launch Successful': created(instance('detail.EC2InstanceId')),
    'EC2 Instance Terminate Successful': deleted(instance('detail.EC2InstanceId')),
    'EC2 Instance-launch Lifecycle Action': nothing('the launch’s end is told'),
    'EC2 Instance-terminate Lifecycle Action': nothing('the termination’s end is told'),
    'EC2 Instance Launch Unsuccessful': nothing('no instance'),
    'EC2 Instance Terminate Unsuccessful': nothing('the instance is still there'),
  }),
];
