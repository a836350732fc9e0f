import { z } from 'zod';
import { at, call } from '../../call.js';
import { change, fix, type Fix, nothing, read, refuse } from '../../fix.js';

/** What UpdateAccountPasswordPolicy takes; what is left out of it goes back to AWS's default. */
const policy = z.object({
  MinimumPasswordLength: z.number().optional(),
  RequireSymbols: z.boolean().optional(),
  RequireNumbers: z.boolean().optional(),
  RequireUppercaseCharacters: z.boolean().optional(),
  RequireLowercaseCharacters: z.boolean().optional(),
  AllowUsersToChangePassword: z.boolean().optional(),
  MaxPasswordAge: z.number().optional(),
  PasswordReusePrevention: z.number().optional(),
  HardExpiry: z.boolean().optional(),
});
type Policy = z.infer<typeof policy>;

/**
 * Without a policy, AWS asks for 8 characters of three kinds; a policy that sets one field alone would ask for less.
 * docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 */
const FIRST: Policy = {
  MinimumPasswordLength: 8,
  RequireSymbols: true,
  RequireNumbers: true,
  RequireUppercaseCharacters: true,
  RequireLowercaseCharacters: true,
};

const reads = {
  policy: read('iam', 'GetAccountPasswordPolicy', z.object({ PasswordPolicy: policy }), () => ({}), {
    absent: 'NoSuchEntity',
  }),
};

/** Makes one field as strict as the control asks, and leaves each other as it is. */
function strengthen(rule: {
  control: string;
  title: string;
  words: string;
  wanted: (required: (name: string, standard: number) => number, now: Policy) => Policy;
  refusal?: (now: Policy) => string | undefined;
}): Fix {
  return fix({
    controls: [rule.control],
    type: 'AWS::IAM::AccountPasswordPolicy',
    title: rule.title,
    reads,
    actions: ['iam:UpdateAccountPasswordPolicy', 'iam:DeleteAccountPasswordPolicy'],
    plan: ({ state: { policy: found }, evidence }) => {
      const now = found?.PasswordPolicy ?? null;
      const required = (name: string, standard: number) => {
        const told = at(evidence, `required.${name}`);
        return typeof told === 'number' ? told : standard;
      };
      const wanted = rule.wanted(required, now ?? {});
      const changed = Object.entries(wanted).filter(
        ([field, value]) => now?.[field as keyof Policy] !== value,
      );
      if (changed.length === 0) return nothing('The policy asks for it');
      const refusal = now === null ? undefined : rule.refusal?.(now);
      if (refusal !== undefined) return refuse(refusal);
      return change(
        [
          ...changed.map(
            ([field, value]) =>
              `${field} will be ${value} (now: ${now?.[field as keyof Policy] ?? 'not set'})`,
          ),
          ...(now === null
            ? ['The account gets a password policy: 8 characters or more, of all four kinds']
            : []),
          rule.words,
        ],
        [call('iam', 'UpdateAccountPasswordPolicy', { ...sendable(now ?? FIRST), ...wanted })],
        // the other fields are sent as they are, which fixes before this one have made other ones
        { wanted, isFirst: now === null },
      );
    },
    restore: ({ before: { policy: found } }) => [
      found === null
        ? call('iam', 'DeleteAccountPasswordPolicy', {}, { done: ['NoSuchEntity'] })
        : call('iam', 'UpdateAccountPasswordPolicy', sendable(found.PasswordPolicy)),
    ],
  });
}

/** 0 is how an answer may say that there is no limit; AWS takes none below 1. */
const sendable = (now: Policy): Policy =>
  Object.fromEntries(Object.entries(now).filter(([, value]) => value !== 0));

const NEXT_TIME = 'It is asked of passwords that are set from then on';

const character = (control: string, what: string, wanted: Policy): Fix =>
  strengthen({ control, title: `Ask for ${what} in passwords`, words: NEXT_TIME, wanted: () => wanted });

export const passwordPolicyFixes: readonly Fix[] = [
  strengthen({
    control: 'iam_password_policy_minimum_length_14',
    title: 'Ask for long passwords',
    words: NEXT_TIME,
    wanted: (required, now) => ({
      MinimumPasswordLength: Math.max(required('minimumLength', 14), now.MinimumPasswordLength ?? 0),
    }),
  }),
  strengthen({
    control: 'iam_password_policy_reuse_24',
    title: 'Refuse passwords that were used before',
    words: NEXT_TIME,
    wanted: (required, now) => ({
      PasswordReusePrevention: Math.max(required('remembered', 24), now.PasswordReusePrevention ?? 0),
    }),
  }),
  strengthen({
    control: 'iam_password_policy_expires_passwords_within_90_days_or_less',
    title: 'Let passwords expire',
    words: 'Who has an older password has to set a new one at the next sign-in',
    wanted: (required, now) => {
      const limit = required('maxAgeDays', 90);
      const age = now.MaxPasswordAge ?? 0;
      return { MaxPasswordAge: age > 0 && age <= limit ? age : limit };
    },
    refusal: ({ HardExpiry }) =>
      HardExpiry === true
        ? 'Expired passwords cannot be renewed by their users (HardExpiry): those with older ones would be locked out. Switch that off first'
        : undefined,
  }),
  character('iam_password_policy_uppercase', 'an upper-case letter', { RequireUppercaseCharacters: true }),
  character('iam_password_policy_lowercase', 'a lower-case letter', { RequireLowercaseCharacters: true }),
  character('iam_password_policy_number', 'a number', { RequireNumbers: true }),
  character('iam_password_policy_symbol', 'a symbol', { RequireSymbols: true }),
];
