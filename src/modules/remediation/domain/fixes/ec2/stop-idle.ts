import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';
import { describing, GONE, instanceRead, ofInstance } from './instance.js';

/** An Auto Scaling group, a cluster, a stack: it would start another in its place, or take the stop for a failure. */
const MANAGERS: Readonly<Record<string, string>> = {
  'aws:autoscaling:groupName': 'an Auto Scaling group',
  'aws:ec2:fleet-id': 'an EC2 fleet',
  'aws:ec2spot:fleet-request-id': 'a Spot fleet',
  'elasticbeanstalk:environment-id': 'Elastic Beanstalk',
  'aws:elasticmapreduce:job-flow-id': 'EMR',
  'eks:cluster-name': 'an EKS node group',
  'eks:eks-cluster-name': 'EKS',
  'karpenter.sh/nodepool': 'Karpenter',
  AWSBatchServiceTag: 'AWS Batch',
  AmazonECSManaged: 'ECS',
};

/**
 * Families that come with disks of the host, by AWSEC2/latest/UserGuide/instance-store-volumes.html: i3, d3, h1, and
 * those with a `d` behind their generation (m5d, c6gd, r5dn), x1 and z1d; of accelerated ones most (not g5g), and of
 * the first three generations most.
 */
const HAS_DISKS =
  /^(i\d|im\d|is\d|d\d|h\d|hs\d|x1|x1e|z1d|p3dn|p4d|p[5-9]|g[256](?!g)|gr\d|trn\d|dl\d|f\d|[mcr][1-3]\.|[a-z]+\d[a-z]*d[a-z]*\.)/;

const until = (name: string, ...is: string[]): Call =>
  call('ec2', 'DescribeInstances', describing({ name }), {
    until: {
      ...{ path: ofInstance('State.Name'), is, fails: ['shutting-down', 'terminated'] },
      withinSeconds: 900,
    },
  });

const instance = z.object({
  State: z.object({ Name: z.string() }),
  InstanceType: z.string(),
  RootDeviceType: z.string(),
  InstanceLifecycle: z.string().optional(),
  Operator: z.object({ Managed: z.boolean().optional() }).optional(),
  /** Those alone that tell of a manager: the others are of no concern. */
  Tags: z
    .array(z.object({ Key: z.string(), Value: z.string() }))
    .default([])
    .transform((tags) => tags.filter(({ Key }) => Object.hasOwn(MANAGERS, Key))),
});

/** AWSEC2/latest/UserGuide/Stop_Start.html */
export const stopIdle = fix({
  controls: ['ec2_instance_idle'],
  type: 'AWS::EC2::Instance',
  title: 'Stop the idle instance',
  loses: 'What is in its memory, and a public IPv4 address that is not elastic: it starts with another one.',
  reads: {
    instance: instanceRead(instance),
    protection: read(
      'ec2',
      'DescribeInstanceAttribute',
      z.object({ DisableApiStop: z.object({ Value: z.boolean() }).optional() }),
      ({ name }) => ({ InstanceId: name, Attribute: 'disableApiStop' }),
      { absent: 'InvalidInstanceID.NotFound' },
    ),
  },
  actions: ['ec2:StopInstances', 'ec2:StartInstances', 'ec2:DescribeInstances'],
  plan: ({ target: { name }, state: { instance, protection } }) => {
    if (instance === null) return nothing(GONE);
    const { State, RootDeviceType, InstanceLifecycle, InstanceType, Operator, Tags } = instance;
    if (State.Name !== 'running') return nothing(`It is ${State.Name}`);
    if (protection?.DisableApiStop?.Value === true) return refuse('It is protected against being stopped');
    if (RootDeviceType !== 'ebs') return refuse('Its root volume is an instance store: it cannot be stopped');
    if (InstanceLifecycle !== undefined) {
      return refuse(`It is a ${InstanceLifecycle} instance: end its request instead`);
    }
    if (Operator?.Managed === true) return refuse('A service of AWS manages it');
    const [tag] = Tags;
    if (tag !== undefined) return refuse(`${MANAGERS[tag.Key]} (${tag.Value}) manages it: make that smaller`);
    if (HAS_DISKS.test(InstanceType)) {
      return refuse(
        `${InstanceType} has disks of its host, whose data are lost when it stops: stop it by hand`,
      );
    }
    return change('It will be stopped; its volumes stay, and are paid for', [
      call('ec2', 'StopInstances', { InstanceIds: [name] }),
      until(name, 'stopped'),
    ]);
  },
  restore: ({ target: { name }, before: { instance } }) =>
    instance?.State.Name === 'running'
      ? [
          // AWS refuses to start what is on its way down
          until(name, 'stopped', 'running'),
          call('ec2', 'StartInstances', { InstanceIds: [name] }),
          until(name, 'running'),
        ]
      : [],
});
