/** What callers send by mistake or on purpose. Which of them a field must refuse, its schema in the document says. */
export const values: unknown[] = [
  null,
  true,
  0,
  7,
  -1,
  1.5,
  1e300,
  2_147_483_648, // more than an integer of PostgreSQL's holds
  Number.MAX_SAFE_INTEGER - 1,
  Number.MAX_SAFE_INTEGER + 2,
  '',
  ' ',
  'x',
  'a'.repeat(5000),
  'ünïcödé 🐑 \u202e\u0007',
  "' OR 1=1; --",
  '__proto__',
  '123456789012345678901234567890',
  // PostgreSQL has no year 0, and JavaScript writes a year after 9999 with a sign
  '0000-01-01T00:00:00Z',
  '0000-12-31T23:59:59+14:00',
  '9999-12-31T23:59:59-12:00',
  '2026-02-30T00:00:00Z',
  '2026-01-31',
  [],
  [[]],
  [null],
  ['x'],
  [7],
  Array.from({ length: 2000 }, () => 'x'),
  {},
  { x: 1 },
  { toString: 1, constructor: null, length: -1 },
];

/** JSON can carry these and PostgreSQL cannot hold them: refused in every field. */
export const unstorable = ['a\u0000b', '\ud800', 'x\udc00y'];

/** Texts of a query, as they go over the wire (encoded already). */
export const queryTexts = [
  '',
  '%20',
  'abc',
  '0',
  '-1',
  '501',
  '1.5',
  '1e9',
  '0x10',
  'NaN',
  'Infinity',
  '99999999999999999999',
  'true',
  'null',
  '%5B%5D',
  '%7B%7D',
  '%C3%BC%F0%9F%90%91',
  '%ZZ',
  '%FF',
  '%27%20OR%201%3D1--',
  '%25%5C_',
  '0000-01-01T00:00:00Z',
  '0000-12-31T23:59:59%2B14:00',
  '9999-12-31T23:59:59-12:00',
  '2026-02-30T00:00:00Z',
  'a'.repeat(3000),
];

/** Parts of a path, encoded already: none of them is anything that there is. */
export const pathTexts = [
  '%00',
  'a%00b',
  '%ZZ',
  '%C3%28',
  '%ED%A0%80',
  '%F0%9F%90%91',
  '%25',
  '%2E%2E%2F%2E%2E%2Fetc%2Fpasswd',
  '%27%20OR%201%3D1--',
  '%0D%0AX-Evil%3A%201',
  '__proto__',
  'constructor',
  '-1',
  '0',
  '99999999999999999999',
  'null',
  '{id}',
  'a'.repeat(4000),
];

const encode = (text: string) => Buffer.from(text).toString('base64url');

/** No list has made these. */
export const brokenCursors = [
  '',
  'abc',
  '%25%25%25',
  '%00',
  '🐑',
  encode('{}'),
  encode('[]'),
  encode('[1]'),
  encode('[null]'),
  encode('[["x"]]'),
  encode('["a","b","c","d","e"]'),
  encode('["a\\u0000b"]'),
  encode('["\\ud800"]'),
  encode(`["${'x'.repeat(1500)}`),
  Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]).toString('base64url'),
];

/** Cursors of the right shape that point to nothing: an empty rest, or the start, and no error. */
export const strayCursors = [encode('["x"]'), encode('[""]'), encode('["ü🐑"]'), encode('["zzz\' OR 1=1"]')];

const DEEP = 20_000;

/** Bodies that are no object of ours, as sent. */
export const bodies: { what: string; body: string; headers?: Record<string, string> }[] = [
  { what: 'cut short', body: '{"a":' },
  { what: 'with a comma too many', body: '{"a":1,}' },
  { what: 'no JSON', body: 'tenantId=x' },
  { what: 'null', body: 'null' },
  { what: 'a number', body: '7' },
  { what: 'a text', body: '"x"' },
  { what: 'a list', body: '[]' },
  { what: 'a list of objects', body: '[{}]' },
  { what: 'nested too deep in lists', body: `${'['.repeat(DEEP)}${']'.repeat(DEEP)}` },
  { what: 'nested too deep in objects', body: `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}` },
  { what: 'with a NUL in a name', body: '{"a\\u0000b":1}' },
  { what: 'with a surprise in its prototype', body: '{"__proto__":{"tenantId":"x"},"noSuchField":1}' },
  { what: 'a form', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  { what: 'plain text', body: '{}', headers: { 'content-type': 'text/plain' } },
  { what: 'XML', body: '<a/>', headers: { 'content-type': 'application/xml' } },
  {
    what: 'of an unknown charset',
    body: '{}',
    headers: { 'content-type': 'application/json; charset=klingon' },
  },
  { what: 'of an unknown encoding', body: '{}', headers: { 'content-encoding': 'nope' } },
  { what: 'said to be gzip', body: '{}', headers: { 'content-encoding': 'gzip' } },
];
