import { type IAM } from '@aws-sdk/client-iam';
import { type Aws } from '../../../../platform/aws/index.js';
import { type IamInlinePolicy, iamInlinePolicy } from '../../domain/resources/iam/inline-policy.js';
import { tagMap } from '../fields.js';
import { readerBeside, unlessGone } from '../reader.js';
import { documentOf, GONE } from './policies.js';

/** …:role/service-role/deploy/policy/NAME */
const OF_PRINCIPAL = /^(arn:[^:]*:iam::[^:]*:(user|group|role)\/(?:.*\/)?([^/]+))\/policy\/([^/]+)$/;

/** Inline policies come with the listing of users (user.ts). */
export const iamInlinePolicyReader = readerBeside(iamInlinePolicy, {
  describe: async (aws, ref) => {
    const [, principalArn, principalType, principalName, name] = OF_PRINCIPAL.exec(ref.arn) ?? [];
    if (principalArn === undefined || principalName === undefined || name === undefined) return null;
    const principal = {
      principalType: principalType as IamInlinePolicy['principalType'],
      principalName,
    };
    // who names it by an event may not know the principal's path: AWS tells its ARN
    return unlessGone(
      async () => ({ name, principalArn, ...principal, ...(await ask(aws, principal, name)) }),
      GONE,
    );
  },
});

type Principal = Pick<IamInlinePolicy, 'principalType' | 'principalName'>;
type Told = Pick<IamInlinePolicy, 'principalTags' | 'document'> & { principalArn?: string };

async function ask(aws: Aws, { principalType, principalName }: Principal, PolicyName: string): Promise<Told> {
  const iam: IAM = await aws.iam();
  switch (principalType) {
    case 'user': {
      const [{ User }, policy] = await Promise.all([
        iam.getUser({ UserName: principalName }),
        iam.getUserPolicy({ UserName: principalName, PolicyName }),
      ]);
      return {
        ...arnOf(User),
        principalTags: tagMap(User?.Tags),
        document: documentOf(policy.PolicyDocument),
      };
    }
    case 'role': {
      const [{ Role }, policy] = await Promise.all([
        iam.getRole({ RoleName: principalName }),
        iam.getRolePolicy({ RoleName: principalName, PolicyName }),
      ]);
      return {
        ...arnOf(Role),
        principalTags: tagMap(Role?.Tags),
        document: documentOf(policy.PolicyDocument),
      };
    }
    case 'group': {
      const [{ Group }, policy] = await Promise.all([
        iam.getGroup({ GroupName: principalName, MaxItems: 1 }),
        iam.getGroupPolicy({ GroupName: principalName, PolicyName }),
      ]);
      return { ...arnOf(Group), principalTags: {}, document: documentOf(policy.PolicyDocument) };
    }
  }
}

const arnOf = (principal: { Arn?: string | undefined } | undefined) =>
  principal?.Arn === undefined ? {} : { principalArn: principal.Arn };
