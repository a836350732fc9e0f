import { control, fail, pass } from '../../control.js';
import { ec2Instance } from '../../resources/ec2/instance.js';

export const instanceProfileAttached = control({
  id: 'ec2_instance_profile_attached',
  on: ec2Instance,
  severity: 'medium',
  class: 'security',
  title: 'EC2 instance has no instance profile',
  risk:
    'Without a role, what runs on the instance can call AWS only with long-lived access keys, which are copied along ' +
    'with its disk and are seldom changed.',
  remediation: {
    text: 'Attach an instance profile whose role allows what the instance needs, then delete access keys stored on it.',
    steps: ['aws ec2 associate-iam-instance-profile --instance-id ID --iam-instance-profile Name=PROFILE'],
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html',
  },
  needs: [],
  decide: ({ state, instanceProfileArn }) =>
    instanceProfileArn === null ? fail({ state, instanceProfileArn }) : pass({ instanceProfileArn }),
});
