import { describe, expect, it, jest } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type LambdaFunction } from '../../domain/resources/lambda/function.js';
import { type Want } from '../reader.js';
import { lambdaFunctionReader } from './function.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const fn = (name: string, more: object = {}) => ({
  FunctionName: name,
  FunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
  Runtime: 'nodejs24.x',
  PackageType: 'Zip',
  LastModified: '2026-01-02T03:04:05.678+0000',
  ...more,
});
const gone = sdkError('ResourceNotFoundException', 404);
const parts = { getPolicy: gone, listFunctionUrlConfigs: { FunctionUrlConfigs: [] }, listTags: { Tags: {} } };

async function list(
  lambda: Record<string, object>,
  { ec2 = {}, want = null }: { ec2?: Record<string, object>; want?: Want } = {},
): Promise<LambdaFunction[]> {
  const found = [];
  for await (const { configurations } of lambdaFunctionReader.list(
    documentedAws({ lambda, ec2 }),
    place,
    want,
  ))
    found.push(...(configurations as LambdaFunction[]));
  return found;
}

describe('lambdaFunctionReader', () => {
  it('asks once in a region without functions', async () => {
    const listFunctions = jest.fn(() => ({ Functions: [] }));
    expect(await list({ listFunctions })).toEqual([]);
    expect(listFunctions).toHaveBeenCalledTimes(1);
  });

  it('reads Lambda’s way to write a time, no policy as none, and an empty VPC as none', async () => {
    const listFunctions = {
      Functions: [fn('a', { VpcConfig: { VpcId: '', SubnetIds: [], SecurityGroupIds: [] } })],
    };
    expect(await list({ listFunctions, ...parts })).toMatchObject([
      { modifiedAt: '2026-01-02T03:04:05.678Z', policy: null, vpc: null, availabilityZones: [], urls: [] },
    ]);
  });

  it('asks EC2 once for the subnets of a page, and gets along without one that is gone', async () => {
    const describeSubnets = jest.fn((_input: unknown) => ({
      Subnets: [
        { SubnetId: 'subnet-1', AvailabilityZone: 'eu-west-1a' },
        { SubnetId: 'subnet-2', AvailabilityZone: 'eu-west-1b' },
      ],
    }));
    const inVpc = (...SubnetIds: string[]) => ({ VpcConfig: { VpcId: 'vpc-1', SubnetIds } });
    const listFunctions = {
      Functions: [fn('a', inVpc('subnet-2', 'subnet-1')), fn('b', inVpc('subnet-1', 'subnet-gone'))],
    };
    const functions = await list({ listFunctions, ...parts }, { ec2: { describeSubnets } });
    expect(functions.map(({ availabilityZones }) => availabilityZones)).toEqual([
      ['eu-west-1a', 'eu-west-1b'],
      ['eu-west-1a'],
    ]);
    expect(describeSubnets).toHaveBeenCalledTimes(1);
    expect(describeSubnets).toHaveBeenCalledWith({
      Filters: [{ Name: 'subnet-id', Values: ['subnet-2', 'subnet-1', 'subnet-gone'] }],
    });
  });

  it('leaves out a function that was deleted since the listing', async () => {
    const listTags = ({ Resource }: { Resource: string }) => {
      if (Resource.endsWith(':gone')) throw gone;
      return { Tags: {} };
    };
    const functions = await list({
      listFunctions: { Functions: [fn('gone'), fn('here')] },
      ...parts,
      listTags,
    });
    expect(functions.map(({ name }) => name)).toEqual(['here']);
  });

  it('keeps a function whose parts are denied or whose policy is none', async () => {
    const denied = sdkError('AccessDeniedException', 403);
    const listFunctions = {
      Functions: [fn('a', { VpcConfig: { VpcId: 'vpc-1', SubnetIds: ['subnet-1'] } })],
    };
    const [one] = await list(
      { listFunctions, getPolicy: { Policy: '{}' }, listFunctionUrlConfigs: denied, listTags: denied },
      { ec2: { describeSubnets: sdkError('UnauthorizedOperation', 403) } },
    );
    expect(one).toMatchObject({
      policy: { noEvidence: 'failed', code: 'MalformedPolicy' },
      urls: { noEvidence: 'denied' },
      tags: { noEvidence: 'denied' },
      availabilityZones: { noEvidence: 'denied' },
    });
  });

  it('asks for no part that the scan does not need', async () => {
    const [one] = await list(
      { listFunctions: { Functions: [fn('a')] }, listTags: { Tags: { Owner: 'x' } } },
      { want: new Set(['tags']) },
    );
    expect(one).toMatchObject({ tags: { Owner: 'x' }, policy: { noEvidence: 'not_read' } });
  });

  it('describes one by its ARN, and says when it is gone', async () => {
    const ref = { arn: fn('a').FunctionArn, name: 'a', region: 'eu-west-1' };
    const getFunctionConfiguration = ({ FunctionName }: { FunctionName: string }) =>
      FunctionName === ref.arn ? fn('a') : undefined;
    const ask = (lambda: Record<string, object>) =>
      lambdaFunctionReader.describe(documentedAws({ lambda }), ref);
    expect(await ask({ getFunctionConfiguration, ...parts })).toMatchObject({ name: 'a' });
    expect(await ask({ getFunctionConfiguration: gone })).toBeNull();
  });
});
