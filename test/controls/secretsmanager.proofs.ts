import { type Answers, type ServiceProofs } from './proof.js';

const DAY_MS = 86_400_000;
const old = new Date(Date.now() - 400 * DAY_MS);

/** A secret of more than a year ago that was never rotated and never read. */
const forgotten: Answers = {
  secretsmanager: {
    listSecrets: {
      SecretList: [
        {
          ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3',
          Name: 'db',
          CreatedDate: old,
          LastChangedDate: old,
          SecretVersionsToStages: { 'a1b2c3d4-5678-90ab-cdef-EXAMPLE11111': ['AWSCURRENT'] },
          Tags: [],
        },
      ],
    },
    getResourcePolicy: { Name: 'db' },
  },
};
const OF_TODAY = {
  source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_SecretListEntry.html',
  because: 'all that the emulator makes is of today',
  fail: forgotten,
};

export const secretsmanagerProofs: ServiceProofs = {
  service: 'secretsmanager',
  build: async (world) => {
    const client = await world.aws().secretsmanager();
    const make = async (Name: string) => {
      const { ARN = '' } = await client.createSecret({ Name, SecretString: 'x' });
      return ARN;
    };
    const names = {
      plain: await make('plain'),
      rotated: await make('rotated'),
      open: await make('open'),
      closed: await make('closed'),
    };
    const lambda = await world.aws().lambda();
    const iam = await world.aws().iam();
    const { Role } = await iam.createRole({ RoleName: 'rotation', AssumeRolePolicyDocument: '{}' });
    const { FunctionArn } = await lambda.createFunction({
      FunctionName: 'rotation',
      Role: Role?.Arn ?? '',
      Handler: 'index.handler',
      Runtime: 'python3.13',
      Code: { ZipFile: Buffer.from('504b0506000000000000000000000000000000000000', 'hex') },
    });
    await client.rotateSecret({
      SecretId: 'rotated',
      RotationLambdaARN: FunctionArn,
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediately: false,
    });
    const policy = (Principal: unknown) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal, Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
      });
    await client.putResourcePolicy({ SecretId: 'open', ResourcePolicy: policy('*') });
    await client.putResourcePolicy({
      SecretId: 'closed',
      ResourcePolicy: policy({ AWS: `arn:aws:iam::${world.accountId}:root` }),
    });
    return names;
  },
  emulated: {
    secretsmanager_automatic_rotation_enabled: { pass: 'rotated', fail: 'plain' },
    secretsmanager_secret_rotated_periodically: { pass: 'plain' },
    secretsmanager_secret_unused: { pass: 'plain' },
    secretsmanager_not_publicly_accessible: { pass: 'closed', fail: 'open' },
  },
  documented: {
    secretsmanager_secret_rotated_periodically: OF_TODAY,
    secretsmanager_secret_unused: OF_TODAY,
  },
};
