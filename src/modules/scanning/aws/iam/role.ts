import { type GetAccountAuthorizationDetailsResponse, type Role } from '@aws-sdk/client-iam';
import { isNoEvidence } from '../../domain/part.js';
import { iamInlinePolicy } from '../../domain/resources/iam/inline-policy.js';
import { iamRole } from '../../domain/resources/iam/role.js';
import { idOf, tagMap, text, time } from '../fields.js';
import { chunks } from '../map-concurrent.js';
import { type Found, foundOf, read, readerBeside, readParts, unlessGone } from '../reader.js';
import { attachedOf, documentOf, GONE, inlineOf, namesOf, sorted } from './policies.js';

/** Documents of a few thousand characters each come with them. */
const PAGE = 250;

/** Roles come with the listing of users (user.ts). */
export const iamRoleReader = readerBeside(iamRole, {
  describe: async (aws, ref) => {
    const iam = await aws.iam();
    const RoleName = idOf(ref);
    return unlessGone(async () => {
      const { Role } = await iam.getRole({ RoleName });
      if (Role === undefined) return null;
      const parts = await readParts(null, {
        attachedPolicies: async () => {
          const attached = await read(() => iam.listAttachedRolePolicies({ RoleName }));
          return isNoEvidence(attached) ? attached : attachedOf(attached.AttachedPolicies);
        },
        inlinePolicies: async () => {
          const inline = await read(() => iam.listRolePolicies({ RoleName }));
          return isNoEvidence(inline) ? inline : sorted(inline.PolicyNames);
        },
      });
      return { ...identityOf(Role), ...parts };
    }, GONE);
  },
});

export function* rolesIn({ RoleDetailList = [] }: GetAccountAuthorizationDetailsResponse): Generator<Found> {
  for (const page of chunks(RoleDetailList, PAGE)) {
    yield foundOf(
      iamRole,
      page.map((role) => ({
        ...identityOf(role),
        attachedPolicies: attachedOf(role.AttachedManagedPolicies),
        inlinePolicies: namesOf(role.RolePolicyList),
      })),
    );
    yield foundOf(
      iamInlinePolicy,
      page.flatMap((role) => {
        const { name, arn, tags } = identityOf(role);
        const principal = { principalName: name, principalArn: arn, principalTags: tags };
        return inlineOf({ principalType: 'role', ...principal }, role.RolePolicyList);
      }),
    );
  }
}

const identityOf = ({ RoleName = '', Arn = '', ...role }: { [K in keyof Role]?: Role[K] | undefined }) => ({
  id: role.RoleId ?? Arn,
  name: RoleName,
  arn: Arn,
  path: role.Path ?? '/',
  createdAt: time(role.CreateDate),
  lastUsedAt: time(role.RoleLastUsed?.LastUsedDate),
  trustPolicy: documentOf(role.AssumeRolePolicyDocument),
  permissionsBoundaryArn: text(role.PermissionsBoundary?.PermissionsBoundaryArn),
  tags: tagMap(role.Tags),
});
