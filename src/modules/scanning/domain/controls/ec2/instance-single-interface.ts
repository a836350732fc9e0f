import { control, fail, pass } from '../../control.js';
import { ec2Instance } from '../../resources/ec2/instance.js';

/** Has no IP address: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-efa.html */
const WITHOUT_IP = 'efa-only';

export const instanceSingleInterface = control({
  id: 'ec2_instance_uses_single_eni',
  on: ec2Instance,
  severity: 'low',
  class: 'security',
  title: 'EC2 instance has several network interfaces',
  risk:
    'An instance with a foot in several subnets can carry traffic past the rules between them, and its paths are hard ' +
    'to follow.',
  remediation: {
    text: 'Detach the interfaces that the instance does not need. Appliances and container networks need theirs: exempt them by a tag.',
    steps: ['aws ec2 detach-network-interface --attachment-id ID'],
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html',
  },
  needs: [],
  decide: ({ networkInterfaces }) => {
    const interfaces = networkInterfaces
      .filter(({ kind }) => kind !== WITHOUT_IP)
      .map(({ id, kind, subnetId }) => ({ id, kind, subnetId }));
    return interfaces.length > 1 ? fail({ interfaces }) : pass({ interfaces });
  },
});
