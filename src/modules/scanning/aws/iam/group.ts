import { type GetAccountAuthorizationDetailsResponse, type Group } from '@aws-sdk/client-iam';
import { isNoEvidence } from '../../domain/part.js';
import { iamGroup } from '../../domain/resources/iam/group.js';
import { iamInlinePolicy } from '../../domain/resources/iam/inline-policy.js';
import { idOf, time } from '../fields.js';
import { chunks } from '../map-concurrent.js';
import { type Found, foundOf, read, readerBeside, readParts, unlessGone } from '../reader.js';
import { attachedOf, GONE, inlineOf, namesOf, sorted } from './policies.js';

/** Documents of a few thousand characters each come with them. */
const PAGE = 250;

/** Groups come with the listing of users (user.ts). */
export const iamGroupReader = readerBeside(iamGroup, {
  describe: async (aws, ref) => {
    const iam = await aws.iam();
    const GroupName = idOf(ref);
    return unlessGone(async () => {
      const { Group } = await iam.getGroup({ GroupName, MaxItems: 1 });
      if (Group === undefined) return null;
      const parts = await readParts(null, {
        attachedPolicies: async () => {
          const attached = await read(() => iam.listAttachedGroupPolicies({ GroupName }));
          return isNoEvidence(attached) ? attached : attachedOf(attached.AttachedPolicies);
        },
        inlinePolicies: async () => {
          const inline = await read(() => iam.listGroupPolicies({ GroupName }));
          return isNoEvidence(inline) ? inline : sorted(inline.PolicyNames);
        },
      });
      return { ...identityOf(Group), ...parts };
    }, GONE);
  },
});

export function* groupsIn({
  GroupDetailList = [],
}: GetAccountAuthorizationDetailsResponse): Generator<Found> {
  for (const page of chunks(GroupDetailList, PAGE)) {
    yield foundOf(
      iamGroup,
      page.map((group) => ({
        ...identityOf(group),
        attachedPolicies: attachedOf(group.AttachedManagedPolicies),
        inlinePolicies: namesOf(group.GroupPolicyList),
      })),
    );
    yield foundOf(
      iamInlinePolicy,
      page.flatMap((group) => {
        const { name, arn } = identityOf(group);
        const principal = { principalName: name, principalArn: arn, principalTags: {} };
        return inlineOf({ principalType: 'group', ...principal }, group.GroupPolicyList);
      }),
    );
  }
}

const identityOf = ({
  GroupId,
  GroupName = '',
  Arn = '',
  Path,
  CreateDate,
}: { [K in keyof Group]?: Group[K] | undefined }) => ({
  id: GroupId ?? Arn,
  name: GroupName,
  arn: Arn,
  path: Path ?? '/',
  createdAt: time(CreateDate),
});
