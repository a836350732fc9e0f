import type { Schemas } from '../../../api/api.js';
import { textIn, textsOf } from '../../../ui/fields.js';

export type AccountValues = Omit<Schemas['CreateAccount'], 'tenantId'>;

/** As the template names it, unless it is told otherwise. */
export const ROLE_NAME = 'QrieInventoryRole';

/** Known to the account's role and to the service alone; an admin may set another. */
export const newExternalId = (): string =>
  [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(16).padStart(8, '0')).join('');

/** A role's ARN; a name alone is one of the account. */
const roleIn = (text: string, accountId: string, partition: string): string | null =>
  text === '' ? null : text.startsWith('arn:') ? text : `arn:${partition}:iam::${accountId}:role/${text}`;

/** @param partition of AWS, in which the account is: no other's role can be assumed */
export function valuesIn(form: FormData, partition: string): AccountValues {
  const accountId = textIn(form, 'accountId');
  const regions = textsOf(textIn(form, 'regions'));
  return {
    accountId,
    name: textIn(form, 'name') || accountId,
    roleArn: roleIn(textIn(form, 'role'), accountId, partition),
    externalId: textIn(form, 'externalId') || null,
    regions: regions.length === 0 ? 'all enabled' : regions,
  };
}
