import { type GetAccountAuthorizationDetailsResponse, type IAM } from '@aws-sdk/client-iam';

const LISTED_AT_ONCE = 1_000;

/**
 * All users, groups, roles and managed policies, each with its policies and their documents, page by page. Nothing of a
 * page is kept: an account may have 10,000 roles.
 */
export async function* authorizationDetails(
  iam: IAM,
): AsyncGenerator<GetAccountAuthorizationDetailsResponse> {
  let Marker: string | undefined;
  do {
    const page = await iam.getAccountAuthorizationDetails({ MaxItems: LISTED_AT_ONCE, Marker });
    yield page;
    Marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (Marker);
}
