import { control, fail, pass } from '../../control.js';
import { ec2Instance } from '../../resources/ec2/instance.js';

/**
 * IPv4, as AWS's EC2.9. An address of a secondary interface or of a secondary private address counts as well, which
 * the instance's own field does not show. One that is stopped has only what is elastic.
 */
export const instancePublicIp = control({
  id: 'ec2_instance_public_ip',
  on: ec2Instance,
  severity: 'high',
  class: 'security',
  title: 'EC2 instance has a public IPv4 address',
  risk: 'The instance can be reached, scanned and attacked from the internet as soon as a security group lets it.',
  remediation: {
    text:
      'Start the instance in a private subnet behind a load balancer or a NAT gateway, and reach it through Session ' +
      'Manager. An automatic address goes with a new launch, an elastic one can be disassociated.',
    steps: [
      'Elastic address: aws ec2 disassociate-address --association-id ID',
      'Automatic address: launch a replacement with --no-associate-public-ip-address, then terminate this one',
    ],
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html',
  },
  needs: [],
  decide: ({ state, publicIp, publicDns, networkInterfaces }) => {
    const all = [
      ...(publicIp === null ? [] : [publicIp]),
      ...networkInterfaces.flatMap((one) => one.publicIps),
    ];
    const publicIps = [...new Set(all)].sort();
    const evidence = { state, publicIps, publicDns };
    return publicIps.length > 0 ? fail(evidence) : pass(evidence);
  },
});
