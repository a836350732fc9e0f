import { type IAM } from '@aws-sdk/client-iam';
import { isNoEvidence, type NoEvidence, type Part } from '../../domain/part.js';
import { type Place } from '../../domain/resource-type.js';
import { type IamRoot, iamRoot, type PolicyEntities } from '../../domain/resources/iam/root.js';
import { type IamVirtualMfaDevice } from '../../domain/resources/iam/virtual-mfa-device.js';
import { read, readerBeside, readParts, type Want } from '../reader.js';
import { awaitReport, type CredentialReport } from './credential-report.js';
import { GONE, sorted } from './policies.js';
import { virtualMfaDevices } from './virtual-mfa-device.js';

/** The root user comes with the listing of users (user.ts). */
export const iamRootReader = readerBeside(iamRoot, {
  describe: async (aws, ref) => {
    const iam = await aws.iam();
    const [devices, report] = await Promise.all([read(() => virtualMfaDevices(iam)), awaitReport(iam)]);
    return toRoot(iam, ref.arn, { devices, report, want: null });
  },
});

/** What was read of the whole account. */
interface Known {
  devices: Part<IamVirtualMfaDevice[]>;
  report: CredentialReport | NoEvidence;
  want: Want;
}

export const readRoot = (iam: IAM, { partition, accountId }: Place, known: Known): Promise<IamRoot> =>
  toRoot(iam, `arn:${partition}:iam::${accountId}:root`, known);

async function toRoot(iam: IAM, arn: string, { devices, report, want }: Known): Promise<IamRoot> {
  const [, partition = 'aws'] = arn.split(':');
  const policy = (name: string) => `arn:${partition}:iam::aws:policy/${name}`;
  // a scan that asks nothing about the root user spares the calls
  const asked = want === null || want.has(iamRoot.type) ? null : new Set<string>();
  return {
    arn,
    virtualMfaDevices: isNoEvidence(devices)
      ? devices
      : sorted(devices.filter(({ userArn }) => userArn === arn).map(({ serialNumber }) => serialNumber)),
    lastUse: isNoEvidence(report) ? report : lastUseIn(report, arn),
    ...(await readParts(asked, {
      summary: () => read(() => summary(iam)),
      supportAccess: () => read(() => entitiesOf(iam, policy('AWSSupportAccess')), { absent: GONE }),
      cloudShellFullAccess: () =>
        read(() => entitiesOf(iam, policy('AWSCloudShellFullAccess')), { absent: GONE }),
    })),
  };
}

function lastUseIn(report: CredentialReport, arn: string): IamRoot['lastUse'] {
  const root = report.get(arn);
  if (root === undefined) return null;
  const [first, second] = root.keys;
  return {
    passwordLastUsed: root.passwordLastUsed,
    accessKey1LastUsed: first?.lastUsedAt ?? null,
    accessKey2LastUsed: second?.lastUsedAt ?? null,
  };
}

async function summary(iam: IAM) {
  const { SummaryMap = {} } = await iam.getAccountSummary({});
  const present = (key: keyof typeof SummaryMap): boolean => (SummaryMap[key] ?? 0) > 0;
  return {
    passwordPresent:
      SummaryMap.AccountPasswordPresent === undefined ? null : present('AccountPasswordPresent'),
    accessKeysPresent: present('AccountAccessKeysPresent'),
    signingCertificatesPresent: present('AccountSigningCertificatesPresent'),
    mfaEnabled: present('AccountMFAEnabled'),
  };
}

/** Everybody who has a managed policy attached. */
async function entitiesOf(iam: IAM, PolicyArn: string): Promise<PolicyEntities> {
  const found: PolicyEntities = { users: [], groups: [], roles: [] };
  let Marker: string | undefined;
  do {
    const page = await iam.listEntitiesForPolicy({
      PolicyArn,
      PolicyUsageFilter: 'PermissionsPolicy',
      MaxItems: 1_000,
      Marker,
    });
    found.users.push(...(page.PolicyUsers ?? []).map(({ UserName = '' }) => UserName));
    found.groups.push(...(page.PolicyGroups ?? []).map(({ GroupName = '' }) => GroupName));
    found.roles.push(...(page.PolicyRoles ?? []).map(({ RoleName = '' }) => RoleName));
    Marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (Marker);
  return { users: sorted(found.users), groups: sorted(found.groups), roles: sorted(found.roles) };
}
