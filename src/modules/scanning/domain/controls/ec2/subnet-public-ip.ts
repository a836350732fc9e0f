import { control, fail, pass } from '../../control.js';
import { ec2Subnet } from '../../resources/ec2/subnet.js';

export const subnetPublicIp = control({
  id: 'vpc_subnet_no_public_ip_by_default',
  on: ec2Subnet,
  severity: 'medium',
  class: 'security',
  title: 'Subnet gives a public IPv4 address to whatever is launched in it',
  risk: 'Machines get an address on the internet without anybody having asked for one.',
  remediation: {
    text: 'Turn the setting off. What runs keeps its address; ask for one at launch where it is meant.',
    steps: [
      'Make sure that Auto Scaling groups and templates that need a public address ask for it themselves.',
      'ModifySubnetAttribute with MapPublicIpOnLaunch false.',
    ],
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html',
  },
  needs: [],
  decide: ({ mapPublicIpOnLaunch, defaultForAz }) =>
    mapPublicIpOnLaunch
      ? fail({ mapPublicIpOnLaunch, defaultForAz })
      : pass({ mapPublicIpOnLaunch, defaultForAz }),
});
