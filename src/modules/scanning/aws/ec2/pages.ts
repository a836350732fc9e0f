/** All pages of one of EC2's Describe calls. */
export async function* pagesOf<P extends { NextToken?: string | undefined }>(
  ask: (NextToken: string | undefined) => Promise<P>,
): AsyncGenerator<P> {
  let NextToken: string | undefined;
  do {
    const page = await ask(NextToken);
    yield page;
    NextToken = page.NextToken;
  } while (NextToken);
}

/**
 * Belongs to this account. A VPC that is shared shows to either side what the other has in it: subnets and VPCs to
 * those it is shared with, their interfaces and security groups to its owner
 * (docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html). Each is read in the account that has it.
 */
export const isOwn =
  (accountId: string) =>
  ({ OwnerId }: { OwnerId?: string | undefined }): boolean =>
    OwnerId === undefined || OwnerId === '' || OwnerId === accountId;
