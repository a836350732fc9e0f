import { type AttachedPolicy, type PolicyDetail } from '@aws-sdk/client-iam';
import { type Part } from '../../domain/part.js';
import { type PolicyDocument, policyPart } from '../../domain/policy/index.js';
import { type AttachedPolicies } from '../../domain/resources/iam/attached-policy.js';
import { type IamInlinePolicy } from '../../domain/resources/iam/inline-policy.js';
import { byKey } from '../fields.js';

/** The code of "there is none" and "it is gone" of all of IAM. */
export const GONE = 'NoSuchEntity';

/**
 * A document as IAM gives it: URL-encoded (RFC 3986, so that `+` is no space).
 * docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const documentOf = (text: string | undefined): Part<PolicyDocument | null> =>
  policyPart(text === undefined ? null : decoded(text));

/** The emulator does not encode all of them. */
function decoded(text: string): string {
  if (/^\s*\{/.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no policy: its parser says so
  }
}

export const attachedOf = (attached: readonly AttachedPolicy[] | undefined): AttachedPolicies =>
  byKey(
    (attached ?? []).map(({ PolicyName = '', PolicyArn = '' }) => ({ name: PolicyName, arn: PolicyArn })),
    ({ arn }) => arn,
  );

export const sorted = (names: readonly string[] | undefined): string[] => (names ?? []).toSorted();

export const namesOf = (inline: readonly PolicyDetail[] | undefined): string[] =>
  sorted((inline ?? []).map(({ PolicyName = '' }) => PolicyName));

type PrincipalOfInline = Pick<
  IamInlinePolicy,
  'principalType' | 'principalName' | 'principalArn' | 'principalTags'
>;

/** The inline policies of a user, group or role as GetAccountAuthorizationDetails gives them. */
export const inlineOf = (
  principal: PrincipalOfInline,
  inline: readonly PolicyDetail[] | undefined,
): IamInlinePolicy[] =>
  (inline ?? []).map(({ PolicyName = '', PolicyDocument: document }) => ({
    name: PolicyName,
    ...principal,
    document: documentOf(document),
  }));
