/** A record of CloudTrail, with what filters ask about. docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export interface SampleEvent {
  eventSource: string;
  eventName: string;
  readOnly: boolean;
  [field: string]: unknown;
}

const record = (
  accountId: string,
  event: Pick<SampleEvent, 'eventSource' | 'eventName'> & Record<string, unknown>,
): SampleEvent => ({
  eventVersion: '1.11',
  eventTime: '2026-01-01T12:00:00Z',
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  managementEvent: true,
  readOnly: false,
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.22.0',
  recipientAccountId: accountId,
  userIdentity: identity(accountId, 'AssumedRole'),
  ...event,
});

const identity = (accountId: string, type: 'AssumedRole' | 'IAMUser' | 'Root') => ({
  type,
  principalId: type === 'Root' ? accountId : 'AIDAEXAMPLE',
  arn: `arn:aws:iam::${accountId}:${type === 'Root' ? 'root' : `user/${type}`}`,
  accountId,
  ...(type === 'Root' ? {} : { userName: 'alice' }),
});

/** Successful calls by each name, once by a role and once by a user. */
export const calls = (accountId: string, eventSource: string, names: readonly string[]): SampleEvent[] =>
  names.flatMap((eventName) =>
    (['AssumedRole', 'IAMUser'] as const).map((type) =>
      record(accountId, { eventSource, eventName, userIdentity: identity(accountId, type) }),
    ),
  );

/** Calls that AWS refused: most services say AccessDenied, newer ones AccessDeniedException, EC2 its own code. */
export const refusedCalls = (accountId: string): SampleEvent[] => [
  record(accountId, {
    ...{ eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' },
    ...{ errorCode: 'Client.UnauthorizedOperation', errorMessage: 'You are not authorized' },
  }),
  record(accountId, {
    ...{ eventSource: 'iam.amazonaws.com', eventName: 'ListUsers', readOnly: true },
    ...{ errorCode: 'AccessDenied', errorMessage: 'User is not authorized to perform: iam:ListUsers' },
  }),
  record(accountId, {
    ...{ eventSource: 'kms.amazonaws.com', eventName: 'CreateKey' },
    ...{
      errorCode: 'AccessDeniedException',
      errorMessage: 'User is not authorized to perform: kms:CreateKey',
    },
  }),
];

const signIn = (accountId: string, type: 'IAMUser' | 'Root', event: Record<string, unknown>): SampleEvent =>
  record(accountId, {
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    userIdentity: identity(accountId, type),
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { MFAUsed: 'No', MobileVersion: 'No', LoginTo: 'https://console.aws.amazon.com/' },
    ...event,
  });

/** A user with a password alone. docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html */
export const signInsWithoutMfa = (accountId: string): SampleEvent[] => [signIn(accountId, 'IAMUser', {})];

/** Wrong passwords, of users with MFA and without. */
export const failedSignIns = (accountId: string): SampleEvent[] =>
  ['No', 'Yes'].map((MFAUsed) =>
    signIn(accountId, 'IAMUser', {
      errorMessage: 'Failed authentication',
      responseElements: { ConsoleLogin: 'Failure' },
      additionalEventData: { MFAUsed, MobileVersion: 'No', LoginTo: 'https://console.aws.amazon.com/' },
    }),
  );

/** What root does itself: signs in, calls an API. */
export const rootUses = (accountId: string): SampleEvent[] => [
  signIn(accountId, 'Root', { additionalEventData: { MFAUsed: 'Yes' } }),
  record(accountId, {
    ...{ eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey' },
    userIdentity: identity(accountId, 'Root'),
  }),
];

/** What happens all day: a filter that takes this one tells nothing. */
export const everydayCall = (accountId: string): SampleEvent =>
  record(accountId, { eventSource: 'lambda.amazonaws.com', eventName: 'ListFunctions', readOnly: true });
