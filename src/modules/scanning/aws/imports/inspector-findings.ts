import { type Finding } from '@aws-sdk/client-inspector2';
import { type Aws } from '../../../../platform/aws/index.js';

const PAGE = 100;

/** Package vulnerabilities of this account that Inspector has written since. */
export async function* inspectorFindings(aws: Aws, since: Date): AsyncGenerator<Finding[]> {
  const inspector2 = await aws.inspector2();
  const is = (value: string) => ({ comparison: 'EQUALS' as const, value });
  const filterCriteria = {
    awsAccountId: [is(aws.account.accountId)],
    findingType: [is('PACKAGE_VULNERABILITY')],
    findingStatus: [is('ACTIVE')],
    updatedAt: [{ startInclusive: since }],
  };
  let nextToken: string | undefined;
  do {
    const page = await inspector2.listFindings({ filterCriteria, maxResults: PAGE, nextToken });
    yield page.findings ?? [];
    nextToken = page.nextToken;
  } while (nextToken);
}
