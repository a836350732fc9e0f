import type { Schemas } from '../../../api/api.js';
import { textIn } from '../../../ui/fields.js';
import { severities } from '../../../ui/severity.js';

export type Values = Omit<Schemas['ChangeCustomControl'], 'tenantId' | 'id'>;
/** As it is written: the type is any text until the API has seen it. */
export interface Rule {
  resourceType: string;
  expression: string;
}

/** What the form holds beside the rule. */
export function valuesIn(form: FormData, rule: Rule): Values {
  const url = textIn(form, 'url');
  return {
    ...asked(rule),
    severity: severities.find((one) => one === textIn(form, 'severity')) ?? 'medium',
    title: textIn(form, 'title'),
    risk: textIn(form, 'risk'),
    remediation: { text: textIn(form, 'remediation'), ...(url === '' ? {} : { url }) },
    enabled: form.has('enabled'),
  };
}

/** As the API is asked: it says of a type that is none. */
export const asked = ({ resourceType, expression }: Rule): Schemas['TryExpression'] => ({
  resourceType: resourceType.trim() as Values['resourceType'],
  expression: expression.trim(),
});

export const isSame = (a: Rule, b: Rule): boolean => JSON.stringify(asked(a)) === JSON.stringify(asked(b));
