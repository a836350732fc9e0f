import { control, fail, pass } from '../../control.js';
import { type PolicyDocument, publicStatements, type Statement } from '../../policy/index.js';
import { lambdaFunction } from '../../resources/lambda/function.js';

/**
 * S3 calls a function for whatever bucket is set up to do so, and anybody can set up one: a permission for S3 without
 * a source lets in everybody. docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-1
 */
const asEveryone = (one: Statement): Statement => ({
  ...one,
  principals:
    one.principals?.map((principal) =>
      principal.type === 'Service' && principal.id === 's3.amazonaws.com'
        ? { type: '*' as const, id: '*' }
        : principal,
    ) ?? null,
});

const open = (policy: PolicyDocument): (string | null)[] =>
  publicStatements({ ...policy, statements: policy.statements.map(asEveryone) }).map(({ sid }) => sid);

export const notPubliclyAccessible = control({
  id: 'awslambda_function_not_publicly_accessible',
  on: lambdaFunction,
  severity: 'critical',
  class: 'security',
  title: 'Lambda function can be called by anybody',
  risk: 'Whoever knows its ARN can run it with its role’s permissions and at the account’s cost.',
  remediation: {
    text: 'Remove the permissions for everybody, or tie them to an account, an organization or a source.',
    steps: [
      'lambda RemovePermission for each statement that is named here',
      'lambda AddPermission with SourceAccount and SourceArn where a service has to call it',
    ],
    url: 'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
  },
  needs: ['policy'],
  decide: ({ policy }) => {
    if (policy === null) return pass({ policy: null });
    const publicSids = open(policy);
    return publicSids.length === 0
      ? pass({ statements: policy.statements.length })
      : fail({ publicStatements: publicSids, policy });
  },
});
