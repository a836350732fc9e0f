import { type CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import { type Answers, type ServiceProofs, type World } from './proof.js';

/** An empty ZIP archive: the emulator wants one. */
const ZipFile = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');

async function subnets(world: World): Promise<string[]> {
  const ec2 = await world.aws().ec2();
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
  const made = [];
  for (const [i, zone] of ['eu-west-1a', 'eu-west-1a', 'eu-west-1b'].entries()) {
    const { Subnet } = await ec2.createSubnet({
      VpcId: Vpc?.VpcId ?? '',
      CidrBlock: `10.0.${i}.0/24`,
      AvailabilityZone: zone,
    });
    made.push(Subnet?.SubnetId ?? '');
  }
  return made;
}

export const lambdaProofs: ServiceProofs = {
  service: 'lambda',
  build: async (world) => {
    const iam = await world.aws().iam();
    const { Role } = await iam.createRole({ RoleName: 'fn', AssumeRolePolicyDocument: '{}' });
    const lambda = await world.aws().lambda();
    const [one = '', sameZone = '', otherZone = ''] = await subnets(world);
    const make = async (name: string, more: Partial<CreateFunctionCommandInput> = {}) => {
      const { FunctionArn = '' } = await lambda.createFunction({
        FunctionName: name,
        Role: Role?.Arn ?? '',
        Handler: 'index.handler',
        Runtime: 'python3.13',
        Code: { ZipFile },
        ...more,
      });
      return FunctionArn;
    };
    const names = {
      plain: await make('plain'),
      old: await make('old', { Runtime: 'python3.7' }),
      oneZone: await make('one-zone', { VpcConfig: { SubnetIds: [one, sameZone], SecurityGroupIds: [] } }),
      twoZones: await make('two-zones', {
        VpcConfig: { SubnetIds: [one, otherZone], SecurityGroupIds: [] },
        TracingConfig: { Mode: 'Active' },
      }),
      open: await make('open'),
      closed: await make('closed'),
    };
    const permission = { StatementId: 'call', Action: 'lambda:InvokeFunction' };
    await lambda.addPermission({ ...permission, FunctionName: 'open', Principal: '*' });
    await lambda.addPermission({
      ...permission,
      FunctionName: 'closed',
      Principal: 's3.amazonaws.com',
      SourceAccount: world.accountId,
    });
    await lambda.createFunctionUrlConfig({ FunctionName: 'open', AuthType: 'NONE' });
    await lambda.createFunctionUrlConfig({ FunctionName: 'closed', AuthType: 'AWS_IAM' });
    return names;
  },
  emulated: {
    awslambda_function_not_publicly_accessible: { pass: 'closed', fail: 'open' },
    awslambda_function_using_supported_runtimes: { pass: 'plain', fail: 'old' },
    awslambda_function_inside_vpc: { pass: 'oneZone', fail: 'plain' },
    awslambda_function_vpc_multi_az: { pass: 'twoZones', fail: 'oneZone' },
    awslambda_function_url_public: { pass: 'closed', fail: 'open' },
    awslambda_function_tracing_enabled: { pass: 'twoZones', fail: 'plain' },
  },
  documented: {
    awslambda_function_url_public: {
      source: 'https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html',
      because: 'the emulator has no ListFunctionUrlConfigs, which tells of aliases too',
      pass: urls('AWS_IAM'),
      fail: urls('NONE'),
    },
  },
};

/** A function whose alias has a URL. */
function urls(AuthType: string): Answers {
  const FunctionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:invoices';
  return {
    lambda: {
      listFunctions: {
        Functions: [
          {
            FunctionName: 'invoices',
            FunctionArn,
            Runtime: 'nodejs24.x',
            PackageType: 'Zip',
            LastModified: '2026-01-02T03:04:05.000+0000',
            TracingConfig: { Mode: 'PassThrough' },
          },
        ],
      },
      getPolicy: Object.assign(new Error('none'), { name: 'ResourceNotFoundException' }),
      listTags: { Tags: {} },
      listFunctionUrlConfigs: {
        FunctionUrlConfigs: [
          {
            FunctionArn: `${FunctionArn}:live`,
            FunctionUrl: 'https://abcdefg.lambda-url.eu-west-1.on.aws/',
            AuthType,
            CreationTime: '2026-01-02T03:04:05.000Z',
            LastModifiedTime: '2026-01-02T03:04:05.000Z',
          },
        ],
      },
    },
  };
}
