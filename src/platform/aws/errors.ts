import { isThrottlingError } from '@smithy/service-error-classification';

/** Why AWS did not do what was asked. */
export type AwsFailure =
  'denied' | 'throttled' | 'unsupported' | 'not_found' | 'invalid_credentials' | 'unreachable' | 'failed';

export interface Failure {
  failure: AwsFailure;
  /** AWS's error code as the SDK names it, else the network's (`ECONNREFUSED`), else `Http500`. */
  code: string;
  /** Safe to show: no credentials, no signature, at most 500 characters. */
  message: string;
}

/** What is read from an SDK error; every field may be missing, and anything at all may have been thrown. */
interface SdkError {
  name: string;
  message: string;
  Code?: unknown;
  code?: unknown;
  cause?: unknown;
  $metadata?: { httpStatusCode?: number };
  $response?: { statusCode?: number; headers?: Record<string, string> };
}

/**
 * Codes by meaning, without the suffix `Exception`, which one protocol has and another has not.
 * EC2: docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html; S3: AmazonS3/latest/API/ErrorResponses.html;
 * IAM, STS, CloudWatch: the page "Common Errors" of their API references.
 *
 * - AuthFailure: EC2's "credentials could not be validated, you might not be authorized". It is also the answer
 *   of an opt-in region that the account has not enabled: the account stays readable elsewhere, hence denied.
 * - OptInRequired, SubscriptionRequired: "ensure that you have subscribed to the service". No IAM policy
 *   grants it and no such resource can exist, hence unsupported and not denied.
 */
const THROTTLED =
  /^(SlowDown|Throttl|RequestLimitExceeded|RequestThrottled|TooManyRequests|BandwidthLimitExceeded)/;
const INVALID_CREDENTIALS =
  /^(Expired(Token)?|TokenRefreshRequired|RequestExpired|RequestTimeTooSkewed|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|InvalidToken|InvalidIdentityToken|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|Missing(Authentication|Security)Token|CredentialsProviderError|TokenProviderError|ProviderError)$/;
const DENIED =
  /^(AccessDenied|AllAccessDisabled|AccountProblem|AuthFailure|Unauthorized|NotAuthorized|Forbidden|Blocked|PendingVerification)/;
const UNSUPPORTED =
  /^(NotImplemented|OptInRequired|SubscriptionRequired|Unknown(Operation|Action)|InvalidAction|Unsupported(Operation|Feature)?|OperationNotSupported|NotSupported)$/;
const NOT_FOUND = /^NoSuch|NotFound/;
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'TimeoutError',
]);

/** Names that say nothing about what AWS answered. */
const EMPTY_NAMES = new Set([
  '',
  'Error',
  'TypeError',
  'SyntaxError',
  'AggregateError',
  'Unknown',
  'UnknownError',
]);

/** Reads any error that a call through an SDK client can end with. Never throws. */
export function failureOf(error: unknown): Failure {
  const e = asSdkError(error);
  const status = e.$metadata?.httpStatusCode ?? e.$response?.statusCode;
  const code = codeOf(e, status);
  return { failure: classify(e, code, status), code, message: safeMessage(e, code, status) };
}

function classify(e: SdkError, code: string, status: number | undefined): AwsFailure {
  const bare = code.replace(/^(Client|Server)\./, '').replace(/Exception$/, '');
  // the second is what the SDK's own retries go by; its type asks for more than it reads
  if (THROTTLED.test(bare) || isThrottlingError(e as Parameters<typeof isThrottlingError>[0]))
    return 'throttled';
  if (INVALID_CREDENTIALS.test(bare)) return 'invalid_credentials';
  if (DENIED.test(bare)) return 'denied';
  if (UNSUPPORTED.test(bare) || status === 501 || isEmulatorGap(e, status)) return 'unsupported';
  if (NETWORK.has(code)) return 'unreachable';
  if (NOT_FOUND.test(bare)) return 'not_found';
  if (status === 401) return 'invalid_credentials';
  if (status === 403) return 'denied';
  if (status === 404) return 'not_found';
  if (status === 429 || status === 503) return 'throttled';
  return 'failed';
}

/** moto 5.2.5 answers what it does not implement with Flask's HTML page and 500 (older ones 501), which no SDK can read. */
const isEmulatorGap = (e: SdkError, status: number | undefined): boolean =>
  status === 500 &&
  EMPTY_NAMES.has(e.name) &&
  (e.$response?.headers?.['server'] ?? '').startsWith('Werkzeug');

function codeOf(e: SdkError, status: number | undefined, depth = 0): string {
  // the SDK renames some network errors to TimeoutError; their code says more
  if (typeof e.code === 'string' && NETWORK.has(e.code)) return e.code;
  if (!EMPTY_NAMES.has(e.name)) return e.name;
  for (const code of [e.Code, e.code]) if (typeof code === 'string' && code !== '') return code;
  if (status !== undefined) return status === 501 ? 'NotImplemented' : `Http${status}`;
  // network errors come wrapped by some credential providers, and as mere text from the SDK's retries
  // where Error is another realm's (`AWS SDK error wrapper for Error: connect ECONNREFUSED`: seen under jest)
  if (e.cause !== undefined && depth < 5) return codeOf(asSdkError(e.cause), undefined, depth + 1);
  return [...NETWORK].find((code) => e.message.includes(code)) ?? 'Unknown';
}

function safeMessage(e: SdkError, code: string, status: number | undefined): string {
  if (/Deserialization error/.test(e.message))
    return `AWS answered HTTP ${status ?? '?'} in a form that cannot be read`;
  const text = e.message
    // EC2 appends kilobytes of it; it tells of the policies that denied
    .replace(/\s*Encoded authorization failure message: \S+/g, '')
    // SignatureDoesNotMatch repeats the signed request, session token included
    .replace(/\s*The Canonical String for this request should have been[\s\S]*/g, '')
    .replace(/\b(AKIA|ASIA)[A-Z0-9]{8,}/g, '$1…')
    .replace(/((?:secret|token|signature)["']?\s*[:=]\s*)\S+/gi, '$1…')
    .trim();
  if (text === '' || text === 'UnknownError') return code;
  return text.length > 500 ? `${text.slice(0, 499)}…` : text;
}

/** By shape and not by instanceof: see codeOf. */
function asSdkError(error: unknown): SdkError {
  if (typeof error !== 'object' || error === null) return { name: '', message: String(error) };
  const e = error as Partial<SdkError>;
  return Object.assign(Object.create(e) as SdkError, {
    name: typeof e.name === 'string' ? e.name : '',
    message: typeof e.message === 'string' ? e.message : '',
  });
}
