import { each, nothing, rules, type RuleTable } from '../rule.js';

/** Sessions and sign-ins: who got in, and nothing that is configured. */
export const stsRules: RuleTable[] = [
  rules(
    'sts.amazonaws.com',
    each(
      [
        'AssumeRole',
        'AssumeRoleWithSAML',
        'AssumeRoleWithWebIdentity',
        'AssumeRoot',
        'GetFederationToken',
        'GetSessionToken',
        'GetWebIdentityToken',
        'GetDelegatedAccessToken',
      ],
      nothing('a session'),
    ),
  ),
  rules(
    'signin.amazonaws.com',
    each(
      [
        'ConsoleLogin',
        'CheckMfa',
        'SwitchRole',
        'ExitRole',
        'RenewRole',
        'GetSigninToken',
        'CredentialVerification',
        'CredentialChallenge',
        'UserAuthentication',
        'CreateOAuth2Token',
        'AuthorizeOAuth2Access',
      ],
      nothing('a sign-in'),
    ),
  ),
];
