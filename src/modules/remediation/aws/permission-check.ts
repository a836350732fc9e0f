import { Injectable } from '@nestjs/common';
import { type EvaluationResult } from '@aws-sdk/client-iam';
import { type Aws } from '../../../platform/aws/index.js';

/** Of what is asked of no resource in particular. */
const ANY_RESOURCE = '*';

/** About a role that is handed over or made, and not about the resource: policies name that role, and for which service. */
const ABOUT_ROLES = ['iam:PassRole', 'iam:CreateServiceLinkedRole'];

/** What IAM says of one action of a role. */
type Answer = 'allowed' | 'missing' | 'unknown';

/**
 * Asks IAM whether the role that was entered may do something, before it is tried
 * (docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html). IAM goes by the role's policies, its
 * boundary and the organization's; not by the resource's own policy.
 */
@Injectable()
export class PermissionCheck {
  /**
   * The actions that the role lacks on a resource, sorted; null: IAM does not say (it may not be asked, is throttled,
   * or a policy's condition needs what only the real call has).
   */
  async missing(aws: Aws, actions: readonly string[], resourceArn: string): Promise<string[] | null> {
    const asked = [...new Set(actions)].sort();
    if (asked.length === 0) return [];
    let results: EvaluationResult[];
    try {
      results = await simulate(aws, asked, resourceArn);
    } catch {
      // whatever is wrong with asking says nothing of the changes: people see that nobody knows
      return null;
    }
    const answers = asked.map((action) => ({ action, answer: answerOf(action, results, resourceArn) }));
    const missing = answers.flatMap(({ action, answer }) => (answer === 'missing' ? [action] : []));
    return missing.length === 0 && answers.some(({ answer }) => answer === 'unknown') ? null : missing;
  }
}

/** For the resource, and for any: policies name resources that a call touches beside it, and kinds without an ARN. */
async function simulate(aws: Aws, ActionNames: string[], resourceArn: string): Promise<EvaluationResult[]> {
  const iam = await aws.iam();
  const PolicySourceArn = aws.account.roleArn ?? undefined;
  const results: EvaluationResult[] = [];
  let Marker: string | undefined;
  do {
    const page = await iam.simulatePrincipalPolicy({
      ...{ PolicySourceArn, ActionNames, ResourceArns: [resourceArn, ANY_RESOURCE] },
      ...(Marker === undefined ? {} : { Marker }),
    });
    results.push(...(page.EvaluationResults ?? []));
    Marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (Marker !== undefined);
  return results;
}

/** Missing: forbidden on the resource, or allowed nowhere. */
function answerOf(action: string, results: readonly EvaluationResult[], resourceArn: string): Answer {
  const of = results.filter(({ EvalActionName }) => EvalActionName?.toLowerCase() === action.toLowerCase());
  if (of.length === 0) return 'unknown';
  const needsMore =
    ABOUT_ROLES.includes(action) ||
    of.some(({ MissingContextValues = [] }) => MissingContextValues.length > 0);
  const forbidden = of.some(
    ({ EvalDecision, EvalResourceName }) =>
      EvalDecision === 'explicitDeny' && EvalResourceName === resourceArn,
  );
  if (!forbidden && of.some(({ EvalDecision }) => EvalDecision === 'allowed')) return 'allowed';
  return needsMore ? 'unknown' : 'missing';
}
