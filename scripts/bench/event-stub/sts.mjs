import { tag, xml } from './xml.mjs';
import { QUEUE_ACCOUNT } from './sqs.mjs';

const NS = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
const HOUR_MS = 3_600_000;

/**
 * STS (STS/latest/APIReference). The keys that AssumeRole gives say whose they are, so that every later call tells its
 * account and the worker that it came from: `ASIA-<caller's key>-<account>`.
 */
export const stsActions = {
  GetCallerIdentity: (query, { accountId }) =>
    answer(
      'GetCallerIdentity',
      tag('Arn', `arn:aws:iam::${accountId}:user/stub`) +
        tag('UserId', 'AIDASTUB') +
        tag('Account', accountId),
    ),
  AssumeRole(query, { worker, accounts }) {
    const [, accountId = ''] = /^arn:aws:iam::(\d{12}):role\//.exec(query.get('RoleArn') ?? '') ?? [];
    if (!accounts.has(accountId))
      return stsError('AccessDenied', `User is not authorized to perform: sts:AssumeRole`);
    const session = query.get('RoleSessionName');
    return answer(
      'AssumeRole',
      tag(
        'Credentials',
        tag('AccessKeyId', `ASIA-${worker}-${accountId}`) +
          tag('SecretAccessKey', 'stub') +
          tag('SessionToken', 'stub') +
          tag('Expiration', new Date(Date.now() + HOUR_MS).toISOString()),
      ) +
        tag(
          'AssumedRoleUser',
          tag('Arn', `arn:aws:sts::${accountId}:assumed-role/stub/${session}`) +
            tag('AssumedRoleId', `AROASTUB:${session}`),
        ),
    );
  },
};

export const stsError = (code, message, status = code === 'AccessDenied' ? 403 : 400) =>
  xml(
    `<ErrorResponse ${NS}>${tag('Error', tag('Type', 'Sender') + tag('Code', code) + tag('Message', message))}` +
      `${tag('RequestId', 'stub')}</ErrorResponse>`,
    status,
  );

/** Whose key a call is signed with. */
export function signer(authorization = '') {
  const [, key = 'unknown', region = 'us-east-1', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(authorization) ?? [];
  const [, worker = key, accountId = QUEUE_ACCOUNT] = /^ASIA-(.*)-(\d{12})$/.exec(key) ?? [];
  return { worker, accountId, region, service };
}

const answer = (action, inside) =>
  xml(
    `<${action}Response ${NS}>${tag(`${action}Result`, inside)}` +
      `${tag('ResponseMetadata', tag('RequestId', 'stub'))}</${action}Response>`,
  );
