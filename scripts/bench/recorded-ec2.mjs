import { createServer } from 'node:http';
import { URLSearchParams } from 'node:url';

/**
 * Plays back EC2: pages of volumes and security groups in the shape that was recorded from the API, as many as asked
 * for, the same each time. It speaks as much of the protocol as a scan of these two types needs.
 */

const PAGE = 500;
const ACCOUNT = '123456789012';
const MADE = '2025-01-02T03:04:05.000Z';

/** @param {{ volumes: number, groups: number }} size @returns what listens, with the number of calls by action */
export async function startRecordedEc2(size) {
  const calls = {};
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      const query = new URLSearchParams(text);
      const action = query.get('Action') ?? '';
      calls[action] = (calls[action] ?? 0) + 1;
      const body = answers[action]?.(size, Number(query.get('NextToken') ?? 0));
      response.statusCode = body === undefined ? 400 : 200;
      response.setHeader('content-type', 'text/xml');
      response.end(body ?? unknown(action));
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    calls,
    stop: () => new Promise((done) => server.close(done).closeAllConnections()),
  };
}

const answers = {
  GetCallerIdentity: () =>
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
    `<Arn>arn:aws:iam::${ACCOUNT}:user/bench</Arn><UserId>AIDABENCH</UserId><Account>${ACCOUNT}</Account>` +
    `</GetCallerIdentityResult></GetCallerIdentityResponse>`,
  DescribeRegions: () =>
    ec2(
      'DescribeRegions',
      '<regionInfo><item><optInStatus>opt-in-not-required</optInStatus><regionName>eu-west-1</regionName></item></regionInfo>',
    ),
  DescribeVolumes: ({ volumes }, from) => ec2('DescribeVolumes', ...page('volumeSet', volumes, from, volume)),
  DescribeSecurityGroups: ({ groups }, from) =>
    ec2('DescribeSecurityGroups', ...page('securityGroupInfo', groups, from, group)),
};

const ec2 = (action, ...parts) =>
  `<?xml version="1.0" encoding="utf-8"?><${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15">` +
  `${parts.join('')}</${action}Response>`;

function page(name, count, from, item) {
  const items = [];
  for (let i = from; i < Math.min(count, from + PAGE); i += 1) items.push(`<item>${item(i)}</item>`);
  const next = from + PAGE < count ? `<nextToken>${from + PAGE}</nextToken>` : '';
  return [`<${name}>${items.join('')}</${name}>`, next];
}

const hex = (i) => i.toString(16).padStart(17, '0');

const volume = (i) =>
  `<volumeType>gp3</volumeType><volumeId>vol-${hex(i)}</volumeId><size>${10 + (i % 90)}</size>` +
  `<availabilityZone>eu-west-1a</availabilityZone><createTime>${MADE}</createTime>` +
  (i % 3 === 0
    ? '<status>available</status><attachmentSet/>'
    : `<status>in-use</status><attachmentSet><item><volumeId>vol-${hex(i)}</volumeId><instanceId>i-${hex(i)}</instanceId>` +
      `<device>/dev/sdf</device><status>attached</status><attachTime>${MADE}</attachTime></item></attachmentSet>`) +
  `<encrypted>${String(i % 5 !== 0)}</encrypted><iops>3000</iops>` +
  `<tagSet><item><key>Name</key><value>data-${i}</value></item></tagSet>`;

const group = (i) =>
  `<groupId>sg-${hex(i)}</groupId><ownerId>${ACCOUNT}</ownerId><groupName>web-${i}</groupName>` +
  `<groupDescription>recorded</groupDescription><vpcId>vpc-${hex(1)}</vpcId><ipPermissions><item><ipProtocol>tcp</ipProtocol>` +
  `<fromPort>${i % 10 === 0 ? 22 : 443}</fromPort><toPort>${i % 10 === 0 ? 22 : 443}</toPort><groups/><ipRanges><item>` +
  '<cidrIp>0.0.0.0/0</cidrIp></item></ipRanges><ipv6Ranges/><prefixListIds/></item></ipPermissions>' +
  '<ipPermissionsEgress/><tagSet/>';

const unknown = (action) =>
  `<Response><Errors><Error><Code>InvalidAction</Code><Message>${action} was not recorded</Message></Error></Errors></Response>`;
