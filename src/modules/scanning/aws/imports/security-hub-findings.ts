import { type AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { type Aws, failureOf } from '../../../../platform/aws/index.js';

const PAGE = 100;
const DAY_MS = 86_400_000;

/** Findings of this account and region that Security Hub has written since, active and not yet dealt with. */
export async function* securityHubFindings(
  aws: Aws,
  { since, now }: { since: Date; now: Date },
): AsyncGenerator<AwsSecurityFinding[]> {
  const securityhub = await aws.securityhub();
  const is = (Value: string) => ({ Value, Comparison: 'EQUALS' as const });
  const Filters = {
    AwsAccountId: [is(aws.account.accountId)],
    Region: [is(aws.region)],
    RecordState: [is('ACTIVE')],
    WorkflowStatus: [is('NEW'), is('NOTIFIED')],
    // an end in the future: what is written while the pages are read belongs to them
    UpdatedAt: [{ Start: since.toISOString(), End: new Date(now.getTime() + DAY_MS).toISOString() }],
  };
  let NextToken: string | undefined;
  do {
    const page = await allowed(() => securityhub.getFindings({ Filters, MaxResults: PAGE, NextToken }));
    yield page.Findings ?? [];
    NextToken = page.NextToken;
  } while (NextToken);
}

/**
 * AWS has one code, InvalidAccess with HTTP 401, for a hub that is off and for an account that may not ask: only the
 * message tells. docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html
 */
async function allowed<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { code, message } = failureOf(error);
    if (code !== 'InvalidAccessException') throw error;
    const name = /not subscribed/i.test(message) ? 'SubscriptionRequiredException' : 'AccessDeniedException';
    throw Object.assign(new Error(message, { cause: error }), { name });
  }
}
