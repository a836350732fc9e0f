import { type Control, control, fail, pass } from '../../control.js';
import { type IamPasswordPolicy, iamPasswordPolicy } from '../../resources/iam/password-policy.js';

type Policy = NonNullable<IamPasswordPolicy['policy']>;

const URL = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html';

/** A rule about passwords: without a policy of the account's own it does not hold. */
function passwordRule<P extends Record<string, number>>(rule: {
  id: string;
  title: string;
  risk: string;
  text: string;
  field: keyof Policy;
  parameters?: P;
  holds: (policy: Policy, limits: P) => boolean;
}): Control {
  const { holds, field, text, parameters, ...rest } = rule;
  return control({
    ...rest,
    on: iamPasswordPolicy,
    severity: 'medium',
    class: 'security',
    remediation: { text, url: URL },
    needs: [],
    parameters: parameters ?? ({} as P),
    decide: ({ policy }, context) => {
      const limits = context.parameters as unknown as P;
      const required = parameters === undefined ? {} : { required: limits };
      if (policy === null) return fail({ policy: null, ...required });
      const evidence = { [field]: policy[field], ...required };
      return holds(policy, limits) ? pass(evidence) : fail(evidence);
    },
  });
}

/** A kind of character that each password has to hold. */
const character = (
  id: string,
  what: string,
  field: 'requireUppercase' | 'requireLowercase' | 'requireNumbers' | 'requireSymbols',
): Control =>
  passwordRule({
    id,
    title: `Password policy does not ask for ${what}`,
    risk: 'Passwords of few kinds of characters are guessed sooner.',
    text: `Ask for ${what} in the account’s password policy.`,
    field,
    holds: (policy) => policy[field],
  });

export const passwordPolicyControls: readonly Control[] = [
  passwordRule({
    id: 'iam_password_policy_minimum_length_14',
    title: 'Password policy allows short passwords',
    risk: 'Short passwords are guessed by trying.',
    text: 'Set the minimum password length to 14 or more.',
    field: 'minimumLength',
    parameters: { minimumLength: 14 },
    holds: (policy, limit) => policy.minimumLength >= limit.minimumLength,
  }),
  passwordRule({
    id: 'iam_password_policy_reuse_24',
    title: 'Password policy lets passwords come back too soon',
    risk: 'A password that leaked once opens the account again when its user goes back to it.',
    text: 'Let the password policy refuse the last 24 passwords.',
    field: 'reusePrevention',
    parameters: { remembered: 24 },
    holds: (policy, limit) => (policy.reusePrevention ?? 0) >= limit.remembered,
  }),
  passwordRule({
    id: 'iam_password_policy_expires_passwords_within_90_days_or_less',
    title: 'Passwords do not expire in time',
    risk: 'A password that leaked unnoticed works until somebody changes it.',
    text: 'Let passwords expire after 90 days or fewer.',
    field: 'maxAgeDays',
    parameters: { maxAgeDays: 90 },
    holds: (policy, limit) => policy.maxAgeDays !== null && policy.maxAgeDays <= limit.maxAgeDays,
  }),
  character('iam_password_policy_uppercase', 'an upper-case letter', 'requireUppercase'),
  character('iam_password_policy_lowercase', 'a lower-case letter', 'requireLowercase'),
  character('iam_password_policy_number', 'a number', 'requireNumbers'),
  character('iam_password_policy_symbol', 'a symbol', 'requireSymbols'),
];
