import { type AccessKeyMetadata, type IAM } from '@aws-sdk/client-iam';
import { isNoEvidence } from '../../domain/part.js';
import { type IamUser, type UserAccessKey } from '../../domain/resources/iam/user.js';
import { byKey, text, time } from '../fields.js';
import { present } from '../map-concurrent.js';
import { read } from '../reader.js';
import { type ReportedKey, type ReportedUser } from './credential-report.js';
import { GONE } from './policies.js';

export type Credentials = Pick<IamUser, 'passwordLastUsed' | 'consolePassword' | 'mfaActive' | 'accessKeys'>;

/** A user's credentials by calls of its own; GetUser tells the last use of its password. */
export const credentialCalls = (iam: IAM, UserName: string) => ({
  consolePassword: async () => {
    const login = await read(() => iam.getLoginProfile({ UserName }), { absent: GONE });
    return login === null || isNoEvidence(login)
      ? login
      : { createdAt: wholeSecond(login.LoginProfile?.CreateDate) };
  },
  mfaActive: async () => {
    const devices = await read(() => iam.listMFADevices({ UserName }));
    return isNoEvidence(devices) ? devices : (devices.MFADevices ?? []).length > 0;
  },
  accessKeys: () => read(() => accessKeys(iam, UserName)),
});

/**
 * A user's credentials by its line in the report. Only the ids of its keys take a call, if it has any. The report may
 * be four hours old: a first key or a password that came since is seen when the next is made.
 */
export const reportedCredentials = async (
  iam: IAM,
  UserName: string,
  reported: ReportedUser,
): Promise<Omit<Credentials, 'mfaActive'>> => ({
  passwordLastUsed: reported.passwordLastUsed,
  consolePassword: reported.passwordEnabled ? { createdAt: reported.passwordLastChanged } : null,
  accessKeys: reported.keys.some(isThere) ? await read(() => accessKeys(iam, UserName, reported.keys)) : [],
});

/** An inactive key keeps its dates. */
const isThere = ({ active, rotatedAt, lastUsedAt }: ReportedKey): boolean =>
  active || rotatedAt !== null || lastUsedAt !== null;

/** A user has two keys at most: never a second page. */
async function accessKeys(
  iam: IAM,
  UserName: string,
  reported: readonly ReportedKey[] = [],
): Promise<UserAccessKey[]> {
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName });
  const keys = await Promise.all(
    AccessKeyMetadata.map((key) => toAccessKey(iam, key, reportOf(key, AccessKeyMetadata, reported))),
  );
  return byKey(present(keys), (key) => key.id);
}

/**
 * The report names no key, only when each was made. undefined: none was then, or it could be either of two that were
 * used at different times.
 */
function reportOf(
  key: AccessKeyMetadata,
  all: readonly AccessKeyMetadata[],
  reported: readonly ReportedKey[],
): ReportedKey | undefined {
  const madeAt = seconds(key.CreateDate);
  const ofThen = all.filter((other) => seconds(other.CreateDate) === madeAt);
  const [first, ...others] = reported.filter(
    ({ rotatedAt }) => rotatedAt !== null && seconds(new Date(rotatedAt)) === madeAt,
  );
  if (first === undefined || others.length + 1 !== ofThen.length) return undefined;
  return others.every(({ lastUsedAt }) => lastUsedAt === first.lastUsedAt) ? first : undefined;
}

/** As exact as the report is. */
const wholeSecond = (at: Date | undefined): string | null => {
  const second = seconds(at);
  return second === null ? null : new Date(second * 1000).toISOString();
};

export const seconds = (at: Date | undefined): number | null =>
  at === undefined ? null : Math.floor(at.getTime() / 1000);

/** null: deleted since it was listed. */
async function toAccessKey(
  iam: IAM,
  key: AccessKeyMetadata,
  reported: ReportedKey | undefined,
): Promise<UserAccessKey | null> {
  const { AccessKeyId } = key;
  if (AccessKeyId === undefined) return null;
  const known = {
    id: AccessKeyId,
    status: text(key.Status) ?? 'Active',
    createdAt: time(key.CreateDate),
  };
  if (reported !== undefined) return { ...known, lastUsedAt: reported.lastUsedAt };
  const lastUsed = await read(() => iam.getAccessKeyLastUsed({ AccessKeyId }), { absent: GONE });
  if (lastUsed === null) return null;
  return {
    ...known,
    lastUsedAt: isNoEvidence(lastUsed) ? lastUsed : time(lastUsed.AccessKeyLastUsed?.LastUsedDate),
  };
}
