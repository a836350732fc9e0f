/** IAM: a path of printable ASCII of up to 512 characters, a name of up to 64 (IAM API reference, CreateRole). */
const ROLE_ARN = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[\x21-\x7e]{1,510}\/)?[\w+=,.@-]{1,64}$/;
const CALLER_ARN = /^arn:(aws[a-z-]*):(?:iam|sts)::(\d{12}):/;

/** Where an ARN says that its subject lives. */
export interface Home {
  partition: string;
  accountId: string;
}

/** Undefined for what is no ARN of a role. */
export const roleHome = (arn: string): Home | undefined => homeIn(ROLE_ARN, arn);

/** Of GetCallerIdentity's Arn: a user, a role's session, or the root. */
export const callerHome = (arn: string): Home | undefined => homeIn(CALLER_ARN, arn);

function homeIn(pattern: RegExp, arn: string): Home | undefined {
  const [, partition, accountId] = pattern.exec(arn) ?? [];
  return partition === undefined || accountId === undefined ? undefined : { partition, accountId };
}

/** How an account is entered; roleArn null: with the credentials of this process. */
export interface Entrance {
  partition: string;
  roleArn: string | null;
}

/**
 * Decides how to enter an account. A registered role is taken as it is. Without one, the credentials of this
 * process are used only where the platform key allowed it and AWS says that they are of this very account; any other
 * is entered by the role of the agreed name, never by chance. (Else a tenant could register the account in which the
 * service itself runs, and read it.)
 * @param ambient whose credentials this process holds, by STS; undefined when STS did not say
 * @returns undefined when it depends on what STS did not say
 */
export function entranceTo(
  account: { accountId: string; roleArn: string | null; ambient: boolean },
  ambient: Home | undefined,
  inventoryRoleName: string,
): Entrance | undefined {
  const { accountId, roleArn, ambient: mayUseOurs } = account;
  const registered = roleArn === null ? undefined : roleHome(roleArn);
  if (registered !== undefined) return { partition: registered.partition, roleArn };
  if (ambient === undefined) return undefined;
  const { partition } = ambient; // a role of another partition cannot be assumed
  if (mayUseOurs && ambient.accountId === accountId) return { partition, roleArn: null };
  return { partition, roleArn: `arn:${partition}:iam::${accountId}:role/${inventoryRoleName}` };
}
