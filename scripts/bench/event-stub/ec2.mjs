import { groupArn } from './world.mjs';
import { escaped, tag, xml } from './xml.mjs';

const PAGE = 1000;

/** EC2's query protocol, as far as security groups go (AWSEC2/latest/APIReference). */
export const ec2Actions = {
  DescribeRegions: (query, { regions }) =>
    answer(
      'DescribeRegions',
      tag(
        'regionInfo',
        regions
          .map((name) => tag('item', tag('regionName', name) + tag('optInStatus', 'opt-in-not-required')))
          .join(''),
      ),
    ),

  DescribeSecurityGroups(query, { world, accountId, region, read }) {
    const ids = values(query, 'GroupId');
    const filtered = filter(query, 'group-id');
    const wanted = ids ?? filtered;
    const from = Number(query.get('NextToken') ?? 0);
    if (wanted === undefined) {
      const size = Number(query.get('MaxResults') ?? PAGE);
      const all = [...world.all()].filter(
        (one) =>
          one.type === 'AWS::EC2::SecurityGroup' &&
          one.exists &&
          one.accountId === accountId &&
          one.region === region,
      );
      return groups(all.slice(from, from + size), from + size < all.length ? from + size : undefined);
    }
    const found = wanted.map((id) => world.get(groupArn({ accountId, region, id })));
    const missing = wanted.filter((_, i) => found[i] === undefined);
    for (const id of wanted) read(groupArn({ accountId, region, id }), true);
    // of ids, one that is not there refuses all; a filter leaves it out
    if (ids !== undefined && missing.length > 0) {
      const text = `The security group${missing.length > 1 ? 's' : ''} '${missing.join(', ')}' do${missing.length > 1 ? '' : 'es'} not exist`;
      return ec2Error('InvalidGroup.NotFound', text);
    }
    return groups(found.filter((one) => one !== undefined));
  },

  /** There are none. */
  DescribeNetworkInterfaces(query, { accountId, region, read }) {
    for (const id of filter(query, 'group-id') ?? []) read(groupArn({ accountId, region, id }), false);
    return answer('DescribeNetworkInterfaces', tag('networkInterfaceSet', ''));
  },
};

export const ec2Error = (code, message, status = 400) =>
  xml(
    tag(
      'Response',
      tag('Errors', tag('Error', tag('Code', code) + tag('Message', escaped(message)))) +
        tag('RequestID', 'stub'),
    ),
    status,
  );

const answer = (action, inside) =>
  xml(`<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${inside}</${action}Response>`);

const groups = (list, next) =>
  answer(
    'DescribeSecurityGroups',
    tag('securityGroupInfo', list.map((group) => tag('item', groupXml(group))).join('')) +
      (next === undefined ? '' : tag('nextToken', next)),
  );

function values(query, name) {
  const found = [];
  for (let i = 1; query.has(`${name}.${i}`); i += 1) found.push(query.get(`${name}.${i}`));
  return found.length === 0 ? undefined : found;
}

function filter(query, name) {
  for (let i = 1; query.has(`Filter.${i}.Name`); i += 1)
    if (query.get(`Filter.${i}.Name`) === name) return values(query, `Filter.${i}.Value`);
  return undefined;
}

/** Port 443 within the network is always let in; `open`: port 22 from everywhere, too. */
const groupXml = ({ id, accountId, region, open, tags }) =>
  tag('groupId', id) +
  tag('ownerId', accountId) +
  tag('groupName', `web-${id.slice(-6)}`) +
  tag('groupDescription', 'of the stub') +
  tag('vpcId', `vpc-${accountId}`) +
  tag('securityGroupArn', groupArn({ accountId, region, id })) +
  tag('ipPermissions', permission(443, '10.0.0.0/8') + (open ? permission(22, '0.0.0.0/0') : '')) +
  '<ipPermissionsEgress/>' +
  tag(
    'tagSet',
    Object.entries(tags)
      .map(([key, value]) => tag('item', tag('key', escaped(key)) + tag('value', escaped(value))))
      .join(''),
  );

const permission = (port, cidr) =>
  tag(
    'item',
    tag('ipProtocol', 'tcp') +
      tag('fromPort', port) +
      tag('toPort', port) +
      '<groups/>' +
      tag('ipRanges', tag('item', tag('cidrIp', cidr))) +
      '<ipv6Ranges/><prefixListIds/>',
  );
