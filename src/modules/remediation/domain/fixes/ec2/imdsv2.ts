import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { change, fix, nothing } from '../../fix.js';
import { describing, GONE, instanceRead, ofInstance } from './instance.js';

/** Of containers: their packets take one hop more, so that an answer with a limit of 1 does not reach them. */
const HOPS_OF_CONTAINERS = 2;

const options = z.object({
  HttpTokens: z.string(),
  HttpPutResponseHopLimit: z.number().optional(),
  HttpEndpoint: z.string().optional(),
  HttpProtocolIpv6: z.string().optional(),
  InstanceMetadataTags: z.string().optional(),
});

/** With all of the options, as they are. */
const set = (InstanceId: string, { HttpTokens, ...others }: z.infer<typeof options>): Call[] => [
  call('ec2', 'ModifyInstanceMetadataOptions', { InstanceId, HttpTokens, ...others }),
  call('ec2', 'DescribeInstances', describing({ name: InstanceId }), {
    until: { path: ofInstance('MetadataOptions.HttpTokens'), is: [HttpTokens], withinSeconds: 120 },
  }),
];

/**
 * AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html: no restart is needed. `State` (pending, applied) changes by itself.
 */
export const requireImdsv2 = fix({
  controls: ['ec2_instance_imdsv2_enabled'],
  type: 'AWS::EC2::Instance',
  title: 'Require IMDSv2 of the instance',
  reads: {
    instance: instanceRead(z.object({ MetadataOptions: options })),
  },
  actions: ['ec2:ModifyInstanceMetadataOptions', 'ec2:DescribeInstances'],
  plan: ({ target: { name }, state: { instance } }) => {
    if (instance === null) return nothing(GONE);
    const { HttpTokens, HttpEndpoint, HttpPutResponseHopLimit: hops = 1 } = instance.MetadataOptions;
    if (HttpEndpoint === 'disabled') return nothing('Its metadata service is off');
    if (HttpTokens === 'required') return nothing('It is required');
    return change(
      [
        'HttpTokens will be required: SDKs and agents that know IMDSv1 alone lose the credentials of the role. CloudWatch tells by MetadataNoToken whether any still asks so',
        ...(hops < HOPS_OF_CONTAINERS
          ? [`Its hop limit is ${hops}: containers without the network of the host get no token by it`]
          : []),
      ],
      set(name, { ...instance.MetadataOptions, HttpTokens: 'required' }),
    );
  },
  restore: ({ target: { name }, before: { instance } }) =>
    instance === null ? [] : set(name, instance.MetadataOptions),
});
