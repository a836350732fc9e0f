/** Status, code and message as AWS has them, by fault and protocol (the services' API references, "Common Errors"). */
const DENY = { status: 403, code: 'AccessDenied', message: 'User is not authorized to perform this action' };
const THROTTLE = { status: 400, code: 'Throttling', message: 'Rate exceeded' };
const ERROR = {
  status: 500,
  code: 'InternalFailure',
  message: 'The request processing has failed because of an unknown error',
};

const FAULTS = {
  ec2: {
    deny: {
      ...DENY,
      code: 'UnauthorizedOperation',
      message: 'You are not authorized to perform this operation.',
    },
    throttle: { status: 503, code: 'RequestLimitExceeded', message: 'Request limit exceeded.' },
    error500: { ...ERROR, code: 'InternalError' },
  },
  query: { deny: DENY, throttle: THROTTLE, error500: ERROR },
  s3: {
    deny: { ...DENY, message: 'Access Denied' },
    throttle: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
    error500: { ...ERROR, code: 'InternalError' },
  },
  json: {
    deny: { ...DENY, status: 400, code: 'AccessDeniedException' },
    throttle: { ...THROTTLE, code: 'ThrottlingException' },
    error500: { ...ERROR, code: 'InternalServerError' },
  },
};

const REQUEST_ID = '00000000-0000-4000-8000-000000000000';
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The answer to a call that a rule hit, in the shape of the call's protocol. */
export function faultResponse(fault, call, request) {
  // as the emulator says it, and not as AWS would: an HTML page that no SDK can read
  if (fault === 'unsupported')
    return {
      status: 501,
      headers: { 'content-type': 'text/html' },
      text: '<!doctype html><title>501</title><p>Not yet implemented',
    };
  const { status, code, message } = (FAULTS[call.protocol] ?? FAULTS.json)[fault];
  const errorType = call.protocol === 'rest' ? { 'x-amzn-errortype': code } : {};
  // services that moved from the query protocol name the old code, and the SDK prefers it
  const queryCode =
    request.headers['x-amzn-query-mode'] === 'true'
      ? { 'x-amzn-query-error': `${code.replace(/Exception$/, '')};Sender` }
      : {};
  return {
    status,
    ...shapeOf(call.protocol, code, message, { 'x-amzn-requestid': REQUEST_ID, ...errorType, ...queryCode }),
  };
}

function shapeOf(protocol, code, message, headers) {
  switch (protocol) {
    case 'ec2':
      return xml(
        `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>${REQUEST_ID}</RequestID></Response>`,
      );
    case 'query':
      return xml(
        `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`,
      );
    case 's3':
      return xml(
        `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${REQUEST_ID}</RequestId></Error>`,
      );
    case 'cbor':
      return {
        headers: { ...headers, 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
        text: cborMap({ __type: code, message }),
      };
    default:
      return {
        headers: { ...headers, 'content-type': 'application/x-amz-json-1.0' },
        text: JSON.stringify({ __type: code, message }),
      };
  }
}

const xml = (text) => ({ headers: { 'content-type': 'text/xml' }, text: XML + text });

/** CBOR (RFC 8949) of a small map from text to text: 0xa0 + size, then for each text 0x78, its length in a byte, the bytes. */
function cborMap(map) {
  const text = (value) => [Buffer.from([0x78, Buffer.byteLength(value)]), Buffer.from(value)];
  return Buffer.concat([
    Buffer.from([0xa0 + Object.keys(map).length]),
    ...Object.entries(map).flat().flatMap(text),
  ]);
}
