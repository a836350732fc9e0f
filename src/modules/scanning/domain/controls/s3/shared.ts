import { type Decision, fail, pass, withoutPart } from '../../control.js';
import { isNoEvidence, type NoEvidence, type Part } from '../../part.js';
import { publicStatements, type Statement } from '../../policy/index.js';
import { type S3Bucket } from '../../resources/s3/bucket.js';
import { type BucketAcl } from '../../resources/s3/bucket-parts.js';
import { type PublicAccessBlock } from '../../resources/s3/public-access-block.js';

export const USER_GUIDE = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';

/** The settings of a block that are not on; all four where there is none. */
export const offIn = (block: PublicAccessBlock | null): string[] =>
  (['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'] as const).filter(
    (setting) => block?.[setting] !== true,
  );

type Blocks = Pick<S3Bucket, 'publicAccessBlock' | 'accountPublicAccessBlock'>;

/** Where access is granted to everybody, and the setting that makes such grants void. */
interface Door<T> {
  part: string;
  /** What opens it. */
  grants: Part<readonly T[]>;
  closedBy: 'ignorePublicAcls' | 'restrictPublicBuckets';
}

interface Judged<T> {
  part: string;
  open: boolean | NoEvidence;
  grants: readonly T[];
  /** The part without which it is not known. */
  missing: string;
}

/**
 * Of the bucket's and the account's blocks the stricter holds: one that is on decides, whatever the other is
 * (access-control-block-public-access.html). A door without grants is closed without either.
 */
function judge<T>({ part, grants, closedBy }: Door<T>, blocks: Blocks): Judged<T> {
  const both = [
    { missing: 'publicAccessBlock', block: blocks.publicAccessBlock },
    { missing: 'accountPublicAccessBlock', block: blocks.accountPublicAccessBlock },
  ];
  const closed = both.some(({ block }) => !isNoEvidence(block) && block?.[closedBy] === true);
  if (closed || (!isNoEvidence(grants) && grants.length === 0)) {
    return { part, open: false, grants: [], missing: '' };
  }
  if (isNoEvidence(grants)) return { part, open: grants, grants: [], missing: part };
  for (const { missing, block } of both)
    if (isNoEvidence(block)) return { part, open: block, grants, missing };
  return { part, open: true, grants, missing: '' };
}

/** Fails where a door is open, has no evidence where one may be, and passes where all are closed. */
export function decideDoors<T>(doors: readonly Door<T>[], blocks: Blocks): Decision {
  const evidence = {
    publicAccessBlock: blocks.publicAccessBlock,
    accountPublicAccessBlock: blocks.accountPublicAccessBlock,
  };
  const judged = doors.map((door) => judge(door, blocks));
  const open = judged.filter((door) => door.open === true);
  if (open.length > 0) {
    return fail({ ...evidence, ...Object.fromEntries(open.map(({ part, grants }) => [part, grants])) });
  }
  for (const { open: unknown, missing } of judged)
    if (isNoEvidence(unknown)) return withoutPart(missing, unknown);
  return pass({
    ...evidence,
    ...Object.fromEntries(
      doors.map(({ part, grants }) => [part, isNoEvidence(grants) ? 'not known' : grants]),
    ),
  });
}

/** Everybody, and everybody with any AWS account: acl-overview.html#specifying-grantee-predefined-groups. */
const PUBLIC_GROUPS = new Map([
  ['http://acs.amazonaws.com/groups/global/AllUsers', 'AllUsers'],
  ['http://acs.amazonaws.com/groups/global/AuthenticatedUsers', 'AuthenticatedUsers'],
]);

/** The grants of an ACL to one of the public groups, of these permissions or any. */
export const publicGrants = (acl: Part<BucketAcl>, permissions?: readonly string[]): Door<unknown> => ({
  part: 'acl',
  closedBy: 'ignorePublicAcls',
  grants: isNoEvidence(acl)
    ? acl
    : acl.grants
        .filter(({ permission }) => permissions?.includes(permission) ?? true)
        .flatMap(({ grantee: { id }, permission }) => {
          const group = PUBLIC_GROUPS.get(id);
          return group === undefined ? [] : [{ group, permission }];
        }),
});

/** The statements of a bucket policy that let anybody in, as S3 itself takes "public". */
export const publicPolicy = (
  policy: S3Bucket['policy'],
  about: (statement: Statement) => boolean = () => true,
): Door<unknown> => ({
  part: 'policy',
  closedBy: 'restrictPublicBuckets',
  grants: isNoEvidence(policy)
    ? policy
    : policy === null
      ? []
      : publicStatements(policy, { arns: 'whole' }).filter(about).map(inShort),
});

/** A statement as evidence. */
export const inShort = ({ sid, principals, actions, notActions, resources, conditions }: Statement) => ({
  sid,
  principals,
  ...(actions === null ? { notActions } : { actions }),
  resources,
  conditions,
});
