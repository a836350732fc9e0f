import { z } from 'zod';
import { call, type Call } from '../call.js';
import { change, fix, nothing, read, refuse } from '../fix.js';

export const QUARANTINE_POLICY = 'ShepherdQuarantine';

const DENY_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: QUARANTINE_POLICY, Effect: 'Deny', Action: '*', Resource: '*' }],
});

const inline = z.object({ PolicyDocument: z.string() });

/**
 * A Deny in one policy counts more than any Allow in others, also for sessions that the user has got before
 * (docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html). Sessions of roles that the user
 * has assumed are the roles' own, and last.
 */
export const containUser = fix({
  id: 'contain-user',
  controls: [],
  type: 'AWS::IAM::User',
  title: 'Put the user under quarantine',
  reads: {
    user: read(
      'iam',
      'GetUser',
      z.object({ User: z.object({ UserId: z.string(), UserName: z.string() }) }),
      ({ name }) => ({ UserName: name }),
      { absent: 'NoSuchEntity', isContext: true },
    ),
    quarantine: read(
      'iam',
      'GetUserPolicy',
      inline,
      ({ name }) => ({ UserName: name, PolicyName: QUARANTINE_POLICY }),
      { absent: 'NoSuchEntity' },
    ),
  },
  actions: ['iam:PutUserPolicy', 'iam:DeleteUserPolicy'],
  plan: ({ target: { name }, state: { user, quarantine } }) => {
    if (user === null) return refuse(`There is no user ${name} any more`);
    if (quarantine !== null && deniesAll(quarantine)) return nothing('The user is under quarantine already');
    return change(
      [
        `The inline policy ${QUARANTINE_POLICY} will deny ${name} everything, by password, by key and in sessions`,
        'Sessions of roles that the user has assumed before go on until they expire',
      ],
      [put(name, DENY_ALL)],
    );
  },
  restore: ({ target: { name }, before: { quarantine } }): Call[] => [
    quarantine === null
      ? call(
          'iam',
          'DeleteUserPolicy',
          { UserName: name, PolicyName: QUARANTINE_POLICY },
          { done: ['NoSuchEntity'] },
        )
      : put(name, documentOf(quarantine)),
  ],
  holds: ({ quarantine }) => quarantine !== null && deniesAll(quarantine),
});

const put = (UserName: string, PolicyDocument: string) =>
  call('iam', 'PutUserPolicy', { UserName, PolicyName: QUARANTINE_POLICY, PolicyDocument });

/** IAM answers policies URL-encoded (RFC 3986). */
const documentOf = ({ PolicyDocument }: z.infer<typeof inline>): string => decodeURIComponent(PolicyDocument);

function deniesAll(policy: z.infer<typeof inline>): boolean {
  try {
    return JSON.stringify(JSON.parse(documentOf(policy))) === DENY_ALL;
  } catch {
    return false;
  }
}
