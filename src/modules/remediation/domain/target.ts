import type { Target } from './fix.js';

/** What of a change tells which resource it is. */
interface Resource {
  resourceArn: string;
  resourceType: string;
  accountId: string;
  tags: Readonly<Record<string, string>>;
}

/** The resource of a change as fixes see it. `entered`: the account as AwsCalls.enter gave it. */
export function targetOf(
  { resourceArn: arn, resourceType: type, accountId, tags }: Resource,
  { region, account: { partition } }: { region: string; account: { partition: string } },
): Target {
  const name = arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
  return { arn, type, name, accountId, region, partition, tags };
}
