import { control, fail, pass, undecided } from '../../control.js';
import { ec2Instance } from '../../resources/ec2/instance.js';

export const instanceParavirtual = control({
  id: 'ec2_instance_paravirtual_type',
  on: ec2Instance,
  severity: 'medium',
  class: 'security',
  title: 'EC2 instance is paravirtual',
  risk:
    'Paravirtual instances run on retired instance families, without enhanced networking and the isolation of current ' +
    'hardware, and cannot move to newer ones.',
  remediation: {
    text: 'Launch a replacement from an HVM image on a current instance type.',
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resize-limitations.html',
  },
  needs: [],
  decide: ({ type, virtualizationType }) => {
    const evidence = { instanceType: type, virtualizationType };
    if (virtualizationType === null)
      return undecided('AWS does not tell the kind of virtualization', evidence);
    return virtualizationType === 'paravirtual' ? fail(evidence) : pass(evidence);
  },
});
