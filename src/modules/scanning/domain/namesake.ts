/** Types of IAM whose ARNs hold a path, by the word that begins the name in the ARN. */
const PATHED: Readonly<Record<string, string>> = {
  user: 'AWS::IAM::User',
  role: 'AWS::IAM::Role',
  group: 'AWS::IAM::Group',
  policy: 'AWS::IAM::ManagedPolicy',
  'server-certificate': 'AWS::IAM::ServerCertificate',
};

/** What hangs on the ARN of a user, role or group. */
const BELOW: Readonly<Record<string, string>> = {
  'access-key': 'AWS::IAM::AccessKey',
  policy: 'AWS::IAM::Policy',
};

const PATHLESS = /^(arn:[^:]+:iam::(\d+):([a-z-]+)\/)([^/]+)(?:\/(access-key|policy)\/([^/]+))?$/;
const SECRET = /^arn:[^:]+:secretsmanager:[^:]*:(\d+):secret:.+$/;

/** Where to look for a resource whose ARN is known in part only; `like`: a pattern of SQL's LIKE. */
export interface Namesake {
  accountId: string;
  type: string;
  like: string;
}

/**
 * The full ARN may differ from the one that an event gives: events of IAM tell a name without its path
 * (`user/alice` may be `user/eng/alice`; IAM's names are unique in an account whatever their path is), and those of
 * Secrets Manager may tell a secret's name without the six characters that its ARN has behind it.
 */
export function namesakeOf(arn: string): Namesake | undefined {
  const [, prefix, accountId, word = '', name = '', kind, below] = PATHLESS.exec(arn) ?? [];
  if (prefix !== undefined && accountId !== undefined) {
    const type = kind === undefined ? PATHED[word] : BELOW[kind];
    const end = kind === undefined ? name : `${name}/${kind}/${below ?? ''}`;
    return type === undefined ? undefined : { accountId, type, like: `${like(prefix)}%/${like(end)}` };
  }
  const [, owner] = SECRET.exec(arn) ?? [];
  return owner === undefined
    ? undefined
    : { accountId: owner, type: 'AWS::SecretsManager::Secret', like: `${like(arn)}-______` };
}

const like = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');
