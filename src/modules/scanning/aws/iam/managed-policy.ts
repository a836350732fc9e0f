import {
  type GetAccountAuthorizationDetailsResponse,
  type IAM,
  type ManagedPolicyDetail,
} from '@aws-sdk/client-iam';
import { isNoEvidence } from '../../domain/part.js';
import { isAwsManaged, policyArnOf } from '../../domain/resources/iam/attached-policy.js';
import { type IamManagedPolicy, iamManagedPolicy } from '../../domain/resources/iam/managed-policy.js';
import { idOf, tagMap, text, time } from '../fields.js';
import { chunks, mapConcurrent, present } from '../map-concurrent.js';
import { type Found, foundOf, read, readerBeside, readParts, unlessGone, type Want } from '../reader.js';
import { documentOf, GONE } from './policies.js';

/** The tags of each take a call: small pages keep results coming. */
const PAGE = 100;

/** Managed policies come with the listing of users (user.ts). */
export const iamManagedPolicyReader = readerBeside(iamManagedPolicy, {
  describe: async (aws, ref) => {
    const iam = await aws.iam();
    const PolicyArn = policyArnOf(ref.arn);
    const found = await unlessGone(() => iam.getPolicy({ PolicyArn }), GONE);
    return found?.Policy === undefined || !isOurs(found.Policy) ? null : toPolicy(iam, found.Policy, null);
  },
});

export async function* managedPoliciesIn(
  iam: IAM,
  { Policies = [] }: GetAccountAuthorizationDetailsResponse,
  want: Want,
): AsyncGenerator<Found> {
  // a scan that asks nothing about policies spares the calls for their tags
  const asked = want === null || want.has(iamManagedPolicy.type) ? null : new Set<string>();
  for (const page of chunks(Policies.filter(isOurs), PAGE)) {
    const policies = await mapConcurrent(page, (policy) => toPolicy(iam, policy, asked));
    yield foundOf(iamManagedPolicy, present(policies));
  }
}

/** Of AWS's policies only those that somebody has: AWS gives the attached ones alone, the emulator all of them. */
const isOurs = ({ Arn = '', AttachmentCount = 0 }: ManagedPolicyDetail): boolean =>
  !isAwsManaged(Arn) || AttachmentCount > 0;

/** null: gone since it was listed. */
const toPolicy = (iam: IAM, policy: ManagedPolicyDetail, want: Want): Promise<IamManagedPolicy | null> =>
  unlessGone(async () => {
    const { Arn: PolicyArn = '', DefaultVersionId } = policy;
    const awsManaged = isAwsManaged(PolicyArn);
    const { tags } = await readParts(want, {
      tags: async () => {
        if (awsManaged) return {};
        const listed = await read(() => iam.listPolicyTags({ PolicyArn }));
        return isNoEvidence(listed) ? listed : tagMap(listed.Tags);
      },
    });
    return {
      name: idOf({ arn: PolicyArn }),
      arn: PolicyArn,
      path: policy.Path ?? '/',
      awsManaged,
      attachmentCount: policy.AttachmentCount ?? 0,
      boundaryCount: policy.PermissionsBoundaryUsageCount ?? 0,
      defaultVersionId: text(DefaultVersionId),
      createdAt: time(policy.CreateDate),
      updatedAt: time(policy.UpdateDate),
      document: await documentIn(iam, policy),
      tags,
    };
  }, GONE);

/** The default version's document; GetPolicy does not give it, GetAccountAuthorizationDetails does. */
async function documentIn(
  iam: IAM,
  { Arn: PolicyArn, DefaultVersionId: VersionId, PolicyVersionList = [] }: ManagedPolicyDetail,
): Promise<IamManagedPolicy['document']> {
  const given = PolicyVersionList.find((version) => version.IsDefaultVersion === true)?.Document;
  if (given !== undefined) return documentOf(given);
  const version = await read(() => iam.getPolicyVersion({ PolicyArn, VersionId }));
  return isNoEvidence(version) ? version : documentOf(version.PolicyVersion?.Document);
}
