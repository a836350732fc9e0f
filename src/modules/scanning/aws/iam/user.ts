import { type GetAccountAuthorizationDetailsResponse, type IAM, type UserDetail } from '@aws-sdk/client-iam';
import { isNoEvidence } from '../../domain/part.js';
import { iamInlinePolicy } from '../../domain/resources/iam/inline-policy.js';
import { iamRoot } from '../../domain/resources/iam/root.js';
import { type IamUser, iamUser } from '../../domain/resources/iam/user.js';
import { iamVirtualMfaDevice } from '../../domain/resources/iam/virtual-mfa-device.js';
import { idOf, time } from '../fields.js';
import { chunks, mapConcurrent, present } from '../map-concurrent.js';
import { type Found, foundOf, read, reader, readParts, unlessGone, type Want } from '../reader.js';
import { iamAccessKeyReader } from './access-key.js';
import { authorizationDetails } from './authorization-details.js';
import { credentialReport, type CredentialReport } from './credential-report.js';
import { credentialCalls, type Credentials, reportedCredentials, seconds } from './credentials.js';
import { describeUser, identityOf } from './describe-user.js';
import { groupsIn, iamGroupReader } from './group.js';
import { iamInlinePolicyReader } from './inline-policy.js';
import { iamManagedPolicyReader, managedPoliciesIn } from './managed-policy.js';
import { attachedOf, GONE, inlineOf, namesOf, sorted } from './policies.js';
import { iamRoleReader, rolesIn } from './role.js';
import { iamRootReader, readRoot } from './root.js';
import { iamVirtualMfaDeviceReader, virtualMfaDevices } from './virtual-mfa-device.js';

/** Users may take calls of their own: small pages keep results coming. */
const PAGE = 100;

/**
 * The one listing of everything that GetAccountAuthorizationDetails, the credential report and the list of virtual MFA
 * devices tell of: users with their keys, groups, roles, policies, and the root user.
 */
export const iamUserReader = reader(iamUser, {
  scope: 'account',
  parts: [iamAccessKeyReader],
  beside: [
    iamGroupReader,
    iamRoleReader,
    iamManagedPolicyReader,
    iamInlinePolicyReader,
    iamRootReader,
    iamVirtualMfaDeviceReader,
  ],
  list: async function* (aws, place, want) {
    const iam = await aws.iam();
    const devices = await read(() => virtualMfaDevices(iam));
    yield isNoEvidence(devices)
      ? foundOf(iamVirtualMfaDevice, [], [devices])
      : foundOf(iamVirtualMfaDevice, devices);

    const reading = credentialReport(iam);
    let step = await reading.next();
    while (step.done !== true) {
      yield []; // a scan that was stopped goes no further
      step = await reading.next();
    }
    const report = step.value;
    yield foundOf(iamRoot, [await readRoot(iam, place, { devices, report, want })]);

    const withDevice = new Set(isNoEvidence(devices) ? [] : devices.map(({ userArn }) => userArn));
    const known: Known = { report: isNoEvidence(report) ? new Map() : report, withDevice, want };
    for await (const page of authorizationDetails(iam)) {
      yield* usersIn(iam, page, known);
      yield* groupsIn(page);
      yield* rolesIn(page);
      yield* managedPoliciesIn(iam, page, want);
    }
  },
  // an ARN may hold a path, which IAM's calls do not take: arn:aws:iam::123456789012:user/eng/ci/alice
  describe: (aws, ref) => describeUser(aws, idOf(ref)),
});

/** What was read of all users at once. */
interface Known {
  report: CredentialReport;
  /** ARNs of those that have a virtual MFA device. */
  withDevice: ReadonlySet<string | null>;
  want: Want;
}

async function* usersIn(
  iam: IAM,
  { UserDetailList = [] }: GetAccountAuthorizationDetailsResponse,
  known: Known,
): AsyncGenerator<IamUser[] | Found> {
  for (const page of chunks(UserDetailList, PAGE)) {
    const users = await mapConcurrent(page, (detail) => toUser(iam, detail, known));
    yield present(users);
    yield foundOf(
      iamInlinePolicy,
      page.flatMap((detail, i) => {
        const user = users[i] ?? null;
        return user === null ? [] : inlineOf(principalOf(user), detail.UserPolicyList);
      }),
    );
  }
}

const principalOf = (user: IamUser) =>
  ({
    principalType: 'user',
    principalName: user.name,
    principalArn: user.arn,
    principalTags: user.tags,
  }) as const;

/** null: the user is gone since it was listed. */
const toUser = (iam: IAM, detail: UserDetail, known: Known): Promise<IamUser | null> =>
  unlessGone(async () => {
    const identity = identityOf(detail);
    if (identity === null) return null;
    return {
      ...identity,
      ...(await credentialsOf(iam, identity, known)),
      groups: sorted(detail.GroupList),
      attachedPolicies: attachedOf(detail.AttachedManagedPolicies),
      inlinePolicies: namesOf(detail.UserPolicyList),
    };
  }, GONE);

async function credentialsOf(
  iam: IAM,
  user: Pick<IamUser, 'name' | 'arn' | 'createdAt'>,
  { report, withDevice, want }: Known,
): Promise<Credentials> {
  const reported = report.get(user.arn);
  // made after the report, or made anew under the name of one that is in it
  if (reported === undefined || !isSameSecond(reported.createdAt, user.createdAt)) {
    const { mfaActive, ...always } = credentialCalls(iam, user.name);
    return {
      passwordLastUsed: await read(async () =>
        time((await iam.getUser({ UserName: user.name })).User?.PasswordLastUsed),
      ),
      ...(await readParts(null, always)),
      ...(await readParts(want, { mfaActive })),
    };
  }
  return {
    ...(await reportedCredentials(iam, user.name, reported)),
    // a virtual device that was assigned since the report counts
    mfaActive: reported.mfaActive || withDevice.has(user.arn),
  };
}

const isSameSecond = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && seconds(new Date(one)) === seconds(new Date(other));
