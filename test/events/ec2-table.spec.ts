import { describe, expect, it } from '@jest/globals';
import * as sdk from '@aws-sdk/client-ec2';
import { resourceTypeOf, resourceTypes } from '../../src/modules/scanning/domain/resources/index.js';
import { judgeOf } from '../../src/modules/events/domain/judge.js';
import { cloudTrailRecord } from '../../src/modules/events/domain/record.js';
import type { OneTarget } from '../../src/modules/events/domain/rule.js';
import { ec2Parts, ec2Rules } from '../../src/modules/events/domain/rules/ec2.js';

const { ofRecord } = judgeOf(ec2Rules);
const place = { partition: 'aws-us-gov', accountId: '210987654321', region: 'us-gov-west-1' };

const judged = (eventName: string, requestParameters: object) =>
  ofRecord(
    cloudTrailRecord.parse({
      ...{ eventSource: 'ec2.amazonaws.com', eventName, awsRegion: place.region, requestParameters },
      recipientAccountId: place.accountId,
    }),
  ).resources;

const typesOf = (target: OneTarget): string[] => (target.type === null ? [] : [target.type]);

describe('the table of EC2', () => {
  const table = ec2Rules.find(({ source }) => source === 'ec2.amazonaws.com')?.rules ?? {};

  it('decides about each action once', () => {
    const names = ec2Parts.flatMap((part) => Object.keys(part));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(Object.keys(table).sort()).toEqual([...names].sort());
  });

  it('decides about all that EC2’s API can write, and about nothing that it cannot do', () => {
    const actions = Object.keys(sdk)
      .filter((name) => name.endsWith('Command') && !/^(Get|List|Describe|Search|\$)/.test(name))
      .map((name) => name.slice(0, -'Command'.length));
    expect(actions.length).toBeGreaterThan(450);
    // gone from the SDK's calls, or told by AWS without a call
    const told = ['BidEvictedEvent', 'SharedSnapshotCopyInitiated', 'SharedSnapshotVolumeCreated'];
    expect(actions.filter((name) => !(name in table))).toEqual([]);
    expect(Object.keys(table).filter((name) => !actions.includes(name))).toEqual(told);
  });

  it('tracks only types of the inventory, and each of EC2’s', () => {
    const tracked = ec2Rules.flatMap(({ rules }) =>
      Object.values(rules).flatMap(({ effects, related }) => [
        ...effects.flatMap(({ target }) => typesOf(target)),
        ...related.flatMap((target) => ('all' in target ? [target.all] : typesOf(target))),
      ]),
    );
    expect(new Set(tracked)).toEqual(
      new Set(resourceTypes.filter(({ service }) => service === 'ec2').map(({ type }) => type)),
    );
  });

  it.each([
    ['i-0a1', 'AWS::EC2::Instance'],
    ['vol-0a1', 'AWS::EC2::Volume'],
    ['snap-0a1', 'AWS::EC2::Snapshot'],
    ['ami-0a1', 'AWS::EC2::Image'],
    ['eipalloc-0a1', 'AWS::EC2::EIP'],
    ['eni-0a1', 'AWS::EC2::NetworkInterface'],
    ['sg-0a1', 'AWS::EC2::SecurityGroup'],
    ['fl-0a1', 'AWS::EC2::FlowLog'],
    ['vpc-0a1', 'AWS::EC2::VPC'],
    ['subnet-0a1', 'AWS::EC2::Subnet'],
    ['rtb-0a1', 'AWS::EC2::RouteTable'],
    ['acl-0a1', 'AWS::EC2::NetworkAcl'],
  ])('names %s as the inventory does', (id, type) => {
    const arn = resourceTypeOf(type)?.arn({ id }, place);
    expect(judged('CreateTags', { resourcesSet: { items: [{ resourceId: id }] } })).toEqual([
      { arn, type, region: place.region, change: 'changed' },
    ]);
  });

  it.each([
    ['ModifyEbsDefaultKmsKeyId', 'AWS::EC2::EbsEncryptionByDefault'],
    ['DisableSnapshotBlockPublicAccess', 'AWS::EC2::SnapshotBlockPublicAccess'],
    ['ModifyInstanceMetadataDefaults', 'AWS::EC2::InstanceMetadataDefaults'],
  ])('names the setting that %s changes as the inventory does', (name, type) => {
    expect(judged(name, {})).toMatchObject([{ arn: resourceTypeOf(type)?.arn({}, place), type }]);
  });
});
