import { type AddPermissionCommandInput, Lambda } from '@aws-sdk/client-lambda';
import { emulator } from './emulator.js';
import { type FixProof, type FixWorld, sdkError } from './proof.js';

const REGION = 'eu-west-1';
/** An empty ZIP archive: the emulator wants one. */
const ZipFile = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const FunctionName = 'invoices';

const made =
  (set: (lambda: Lambda, world: FixWorld) => Promise<unknown> = async () => undefined) =>
  async (world: FixWorld) => {
    const { Role } = await (
      await world.aws(REGION).iam()
    ).createRole({ RoleName: 'fn', AssumeRolePolicyDocument: '{}' });
    const lambda = await world.aws(REGION).lambda();
    const { FunctionArn = '' } = await lambda.createFunction({
      ...{ FunctionName, Role: Role?.Arn ?? '', Handler: 'index.handler', Runtime: 'python3.13' },
      Code: { ZipFile },
    });
    await set(lambda, world);
    return { arn: FunctionArn, region: REGION };
  };

/** lambda/latest/api/API_AddPermission.html: a statement that is there is refused, whatever it says. */
const addedOnce = ({ accountId }: { accountId: string }) => ({
  lambda: {
    addPermission: async (input: AddPermissionCommandInput) => {
      const lambda = new Lambda(await emulator(accountId, REGION));
      const { Policy = '{}' } = await lambda
        .getPolicy({ FunctionName })
        .catch(() => ({ Policy: '{"Statement":[]}' }));
      const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string }[] };
      if (Statement.some(({ Sid }) => Sid === input.StatementId))
        throw sdkError('ResourceConflictException', 409);
      return lambda.addPermission(input);
    },
  },
});

/** lambda/latest/api/API_ListFunctionUrlConfigs.html: of the function, and of its alias `live`. */
function urls({ accountId }: { accountId: string }) {
  const FunctionArn = `arn:aws:lambda:${REGION}:${accountId}:function:${FunctionName}`;
  const auth: Record<string, string> = { [FunctionArn]: 'AWS_IAM', [`${FunctionArn}:live`]: 'NONE' };
  const urlOf = (arn: string) => ({
    ...{ FunctionArn: arn, FunctionUrl: `https://${arn.length}.lambda-url.${REGION}.on.aws/` },
    ...{ AuthType: auth[arn], InvokeMode: 'BUFFERED', Cors: { AllowOrigins: ['*'] } },
    ...{ CreationTime: '2026-01-02T03:04:05Z', LastModifiedTime: new Date().toISOString() },
  });
  return {
    lambda: {
      listFunctionUrlConfigs: () => ({ FunctionUrlConfigs: Object.keys(auth).map(urlOf) }),
      // how the reader asks an emulator, which knows of no aliases: the one URL that is open
      getFunctionUrlConfig: () => urlOf(`${FunctionArn}:live`),
      updateFunctionUrlConfig: (input: { Qualifier?: string; AuthType: string }) => {
        const arn = input.Qualifier === undefined ? FunctionArn : `${FunctionArn}:${input.Qualifier}`;
        if (auth[arn] === undefined) throw sdkError('ResourceNotFoundException', 404);
        auth[arn] = input.AuthType;
        return urlOf(arn);
      },
    },
  };
}

/** lambda/latest/api/API_UpdateFunctionConfiguration.html: a change is under way until it is Successful. */
function tracing({ accountId }: { accountId: string }) {
  let Mode = 'PassThrough';
  let LastUpdateStatus = 'Successful';
  return {
    lambda: {
      updateFunctionConfiguration: (input: { TracingConfig: { Mode: string } }) => {
        ({ Mode } = input.TracingConfig);
        LastUpdateStatus = 'InProgress';
        return { TracingConfig: { Mode }, LastUpdateStatus };
      },
      getFunctionConfiguration: async (input: { FunctionName: string }) => {
        const lambda = new Lambda(await emulator(accountId, REGION));
        const answer = { ...(await lambda.getFunctionConfiguration(input)), TracingConfig: { Mode } };
        const told = { ...answer, LastUpdateStatus };
        LastUpdateStatus = 'Successful';
        return told;
      },
    },
  };
}

/** What is added again stands last: as on AWS, where no order of them means anything. */
const anyOrder = (state: unknown): unknown => {
  const { policy } = state as { policy?: { statements?: { sid: string }[] } };
  if (policy?.statements === undefined) return state;
  const statements = policy.statements.toSorted((a, b) => (a.sid < b.sid ? -1 : 1));
  return { ...(state as object), policy: { ...policy, statements } };
};

const open = 'awslambda_function_not_publicly_accessible';
const call = { FunctionName, Action: 'lambda:InvokeFunction' };

export const lambdaFixProofs: readonly FixProof[] = [
  {
    ...{ fix: open, control: open, name: 'with other statements beside', compared: anyOrder },
    ...{ behind: addedOnce, lacks: 'the emulator adds a statement twice' },
    make: made(async (lambda) => {
      const SourceArn = 'arn:aws:s3:::invoices';
      await lambda.addPermission({ ...call, StatementId: 'all', Principal: '*' });
      await lambda.addPermission({
        ...{ ...call, StatementId: 'bucket', Principal: 's3.amazonaws.com', SourceArn },
        SourceAccount: '123456789012',
      });
      await lambda.addPermission({ ...call, StatementId: 'any-bucket', Principal: 's3.amazonaws.com' });
    }),
  },
  {
    ...{ fix: open, control: open, name: 'where it is the only one' },
    ...{ behind: addedOnce, lacks: 'the emulator adds a statement twice' },
    make: made((lambda) => lambda.addPermission({ ...call, StatementId: 'all', Principal: '*' })),
  },
  {
    ...{ fix: 'awslambda_function_url_public', control: 'awslambda_function_url_public' },
    ...{ make: made(), behind: urls, lacks: 'the emulator has no ListFunctionUrlConfigs' },
  },
  {
    ...{ fix: 'awslambda_function_tracing_enabled', control: 'awslambda_function_tracing_enabled' },
    ...{ make: made(), behind: tracing, lacks: 'the emulator keeps the tracing as it was made' },
  },
];
