import { describe, expect, it } from '@jest/globals';
import { failureOf } from './errors.js';

const sdkError = (name: string, fields: Record<string, unknown> = {}, message = 'text'): Error =>
  Object.assign(new Error(message), { name, ...fields });
const http = (httpStatusCode: number): Record<string, unknown> => ({ $metadata: { httpStatusCode } });

describe('failureOf', () => {
  it.each([
    ['AccessDenied', 'denied'],
    ['AccessDeniedException', 'denied'],
    ['UnauthorizedOperation', 'denied'],
    ['Client.UnauthorizedOperation', 'denied'],
    ['AuthFailure', 'denied'],
    ['RequestLimitExceeded', 'throttled'],
    ['Throttling', 'throttled'],
    ['ThrottlingException', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['SlowDown', 'throttled'],
    ['OptInRequired', 'unsupported'],
    ['SubscriptionRequiredException', 'unsupported'],
    ['UnknownOperationException', 'unsupported'],
    ['NotImplemented', 'unsupported'],
    ['NoSuchEntityException', 'not_found'],
    ['NoSuchTagSet', 'not_found'],
    ['InvalidInstanceID.NotFound', 'not_found'],
    ['ServerSideEncryptionConfigurationNotFoundError', 'not_found'],
    ['ExpiredToken', 'invalid_credentials'],
    ['ExpiredTokenException', 'invalid_credentials'],
    ['InvalidClientTokenId', 'invalid_credentials'],
    ['UnrecognizedClientException', 'invalid_credentials'],
    ['CredentialsProviderError', 'invalid_credentials'],
    ['TimeoutError', 'unreachable'],
    ['ValidationError', 'failed'],
  ])('knows %s as %s', (name, failure) => {
    expect(failureOf(sdkError(name, http(400)))).toMatchObject({ failure, code: name });
  });

  it('goes by the code before the status, as expired credentials come with 403', () => {
    expect(failureOf(sdkError('ExpiredToken', http(403))).failure).toBe('invalid_credentials');
    expect(failureOf(sdkError('RequestLimitExceeded', http(503))).failure).toBe('throttled');
  });

  it.each([
    [403, 'denied'],
    [404, 'not_found'],
    [429, 'throttled'],
    [501, 'unsupported'],
    [503, 'throttled'],
    [500, 'failed'],
  ])('goes by status %i where there is no code', (status, failure) => {
    expect(failureOf(sdkError('UnknownError', http(status))).failure).toBe(failure);
  });

  it('reads the status of an answer that the SDK could not read', () => {
    const message = "Unexpected token '<'\n  Deserialization error: to see the raw response, inspect …";
    expect(failureOf(sdkError('SyntaxError', { $response: { statusCode: 501 } }, message))).toEqual({
      failure: 'unsupported',
      code: 'NotImplemented',
      message: 'AWS answered HTTP 501 in a form that cannot be read',
    });
  });

  it('takes the page of the emulator for unsupported, and the same page from elsewhere for a failure', () => {
    const page = (server: string) => ({ $response: { statusCode: 500, headers: { server } }, ...http(500) });
    expect(failureOf(sdkError('Error', page('Werkzeug/3.1.9'))).failure).toBe('unsupported');
    expect(failureOf(sdkError('Error', page('awselb/2.0'))).failure).toBe('failed');
  });

  it('finds a network error also where a provider wrapped it', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(failureOf(refused)).toMatchObject({ failure: 'unreachable', code: 'ECONNREFUSED' });
    expect(failureOf(sdkError('TimeoutError', { code: 'ECONNRESET' })).code).toBe('ECONNRESET');
    expect(failureOf(new Error('fetch failed', { cause: refused })).failure).toBe('unreachable');
    expect(
      failureOf(new Error('AWS SDK error wrapper for Error: connect ECONNREFUSED 127.0.0.1:1')),
    ).toMatchObject({
      failure: 'unreachable',
      code: 'ECONNREFUSED',
    });
  });

  it.each([undefined, null, 'text', 7n, {}, Object.create(null), { name: 7, cause: {} }, new Error('')])(
    'takes %p without throwing',
    (thrown) => {
      expect(failureOf(thrown).failure).toBe('failed');
    },
  );

  it('shows no credentials, no signed request and no encoded policy text', () => {
    const signed =
      "The request signature we calculated does not match.\n\nThe Canonical String for this request should have been\n'POST\nx-amz-security-token:FwoGZXIv";
    expect(failureOf(sdkError('SignatureDoesNotMatch', {}, signed)).message).toBe(
      'The request signature we calculated does not match.',
    );
    expect(failureOf(sdkError('X', {}, 'key ASIAQWERTYUIOPASDFGH is unknown')).message).toBe(
      'key ASIA… is unknown',
    );
    expect(failureOf(sdkError('X', {}, 'aws_secret_access_key=x token: abc secret=def')).message).not.toMatch(
      /abc|def/,
    );
    const denied = `You are not authorized. Encoded authorization failure message: ${'q'.repeat(2000)}`;
    expect(failureOf(sdkError('UnauthorizedOperation', {}, denied)).message).toBe('You are not authorized.');
    expect(failureOf(sdkError('X', {}, 'y'.repeat(5000))).message).toHaveLength(500);
  });
});
