import { control, pass } from '../../control.js';
import { publicIpv4Price } from '../../prices/index.js';
import { ec2Address } from '../../resources/ec2/address.js';
import { wasted } from '../shared.js';

export const addressUnattached = control({
  id: 'ec2_address_unattached',
  on: ec2Address,
  severity: 'low',
  class: 'waste',
  title: 'Elastic IP address is associated with nothing',
  risk: 'A public IPv4 address is paid for by the hour, also while nothing uses it.',
  remediation: {
    text: 'Release the address. It cannot be had back by wish: see first that no DNS record or allow list names it.',
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing-eips-releasing.html',
  },
  needs: [],
  decide: (address, { place }) => {
    const { publicIp, associationId, instanceId, networkInterfaceId, publicIpv4Pool } = address;
    const users = { associationId, instanceId, networkInterfaceId };
    return Object.values(users).some((user) => user !== null)
      ? pass(users)
      : wasted({ publicIp, publicIpv4Pool, ...users }, publicIpv4Price(publicIpv4Pool, place.partition));
  },
});
