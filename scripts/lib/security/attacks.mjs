/**
 * What is tried against the running service. Each row of docs/security-tests.md is one of these: its figures are those of
 * the tests in `file` whose full names `tests` fits (all of them, where it is not given).
 *
 * @typedef {{ attack: string, tried: string, file: string, tests?: RegExp }} Attack
 * @type {{ title: string, attacks: Attack[] }[]}
 */
export const attacks = [
  {
    title: 'Keys and roles',
    attacks: [
      {
        attack: 'No key, a made-up one, one too long',
        tried: 'every route of the OpenAPI document with each of them: 401, and no word about the body',
        file: 'test/api/access.spec.ts',
        tests: /^without a key/,
      },
      {
        attack: 'A key of a lower role',
        tried: 'every route with a key of each role: 403 below the role that the document names',
        file: 'test/api/access.spec.ts',
        tests: /^roles/,
      },
      {
        attack: 'Guessing keys',
        tried:
          'ten wrong keys from one address, then more; good keys, old and new, from the same address; other addresses; a forged X-Forwarded-For',
        file: 'test/api/attack-keys.spec.ts',
        tests: /^who guesses keys/,
      },
      {
        attack: 'Addresses without end (IPv6, mapped IPv4), memory',
        tried: 'the /64 counts as one; 20,000 addresses are kept, and no more',
        file: 'src/platform/http/address-locks.spec.ts',
      },
      {
        attack: 'Floods, with and without a key',
        tried: '30 requests at once per key and per address',
        file: 'test/api/http.spec.ts',
        tests: /^rate limits/,
      },
      {
        attack: 'Floods that are to shut others out',
        tried:
          'anonymous requests beyond the limit, then a good key from the same address that was never seen; the OpenAPI document; a replaced platform key behind a lock',
        file: 'test/api/attack-keys.spec.ts',
        tests: /^who floods|^the platform key that was replaced/,
      },
      {
        attack: 'Bodies without a key',
        tried:
          '30 of 900 KB at once, that are no JSON, to routes with a key and without: 401 or 429, and none is parsed',
        file: 'test/api/attack-bodies.spec.ts',
        tests: /^a body of who has no good key/,
      },
    ],
  },
  {
    title: 'Tenants',
    attacks: [
      {
        attack: "Another tenant's id in a path",
        tried:
          "every route with every id of the other tenant, by a tenant's admin and by the platform key: 404 (403 for the platform's own), and nothing of the other tenant has changed in any table",
        file: 'test/api/tenancy.spec.ts',
        tests: /^another tenant's id/,
      },
      {
        attack: "Another tenant's id in a body",
        tried:
          'every field of every body that can hold it, with every id, account, ARN and name of the other tenant; nothing is taken, told or changed',
        file: 'test/api/tenancy-bodies.spec.ts',
      },
      {
        attack: "Another tenant's name",
        tried: 'in the query, in the body, twice, in a list: 403',
        file: 'test/api/tenancy.spec.ts',
        tests: /^another tenant's name|^an AWS account/,
      },
      {
        attack: 'Lists, filters and cursors',
        tried: "every list with every filter set to what is the other tenant's, and with its cursors",
        file: 'test/api/tenancy.spec.ts',
        tests: /^lists/,
      },
      {
        attack: 'A forgotten WHERE tenant_id',
        tried:
          'the application with every such condition taken out of what it asks: every route with an id and every list, held by row-level security alone; without it too, they leak',
        file: 'test/api/row-walls.spec.ts',
      },
      {
        attack: 'SQL as the role of requests',
        tried: 'each table: read, insert, change, give away, delete, truncate what is of another tenant',
        file: 'test/api/row-security.spec.ts',
      },
    ],
  },
  {
    title: 'Requests that are not what they should be',
    attacks: [
      {
        attack: 'Bad values in every field, parameter, cursor and path',
        tried: 'made from the document; each is refused with the field named, and nothing answers 5xx',
        file: 'test/api/bad-input.spec.ts',
      },
      {
        attack: 'Random requests by the document',
        tried: 'schemathesis, as the platform key, an admin and a viewer, on the built service (below)',
        file: 'test/integration/schemathesis.spec.ts',
      },
      {
        attack: 'Large, deep and wide bodies, gzip bombs',
        tried:
          'a megabyte in each shape for each route, and of each field; 200 MB as gzip: refused within 3 s',
        file: 'test/api/attack-bodies.spec.ts',
        tests: /^a body as large|^what a definition holds/,
      },
      {
        attack: 'Request smuggling',
        tried:
          'lengths and chunks that contradict each other, folded headers, two hosts, long headers: 400 or 431, and the second request is not answered',
        file: 'test/api/attack-connections.spec.ts',
        tests: /^a request that is more than one is refused|^a request that is more than one (needs|has)/,
      },
      {
        attack: 'TRACE, CONNECT, other methods, method override, host of the answer',
        tried: 'each, by header and by field',
        file: 'test/api/attack-connections.spec.ts',
        tests: /^a request that is more than one (is nothing|becomes|changes)/,
      },
      {
        attack: 'Slow connections',
        tried: 'headers and bodies a byte at a time: 408',
        file: 'test/api/attack-connections.spec.ts',
        tests: /^a connection/,
      },
      {
        attack: 'Prototype pollution',
        tried: '__proto__, constructor and prototype at every level of every body, and in queries',
        file: 'test/api/attack-bodies.spec.ts',
        tests: /^what objects inherit/,
      },
      {
        attack: 'Pages of other sites (CORS)',
        tried: 'preflights and requests with an Origin: no Access-Control header ever',
        file: 'test/api/attack-connections.spec.ts',
        tests: /^a page of another site/,
      },
      {
        attack: 'Paths and methods that are not there, bytes that are no HTTP',
        tried: 'every method that a path does not have; NUL, two lengths, 20 KB addresses',
        file: 'test/api/nowhere.spec.ts',
      },
      {
        attack: 'What errors tell',
        tried:
          'every route while tables are gone, and with injections as ids: no stack, SQL, path or address',
        file: 'test/api/attack-errors.spec.ts',
        tests: /^an error/,
      },
      {
        attack: 'Forged lines of the log',
        tried:
          'line breaks, escapes and JSON in headers, paths, keys and bodies; the log of a real process is read',
        file: 'test/e2e/log-injection.spec.ts',
      },
    ],
  },
  {
    title: 'What tenants write, and what others send',
    attacks: [
      {
        attack: 'Expressions of JSONata and filters of JSONPath',
        tried:
          'endless loops, recursion, regular expressions that never end, hundreds of MB; reading the process, its files and its environment',
        file: 'test/integration/workflows-sandbox.spec.ts',
      },
      {
        attack: 'Patterns of event rules',
        tried: 'wildcards, alternatives and depth made to take long',
        file: 'src/modules/events/domain/pattern/pattern.spec.ts',
        tests: /ends soon/,
      },
      {
        attack: 'Patterns of metric filters (they come from accounts)',
        tried: 'regular expressions that never end',
        file: 'src/modules/scanning/domain/controls/cloudtrail/filter-pattern.spec.ts',
      },
      {
        attack: 'Events made to hang who reads them',
        tried: 'names of a megabyte, ARNs with two gaps',
        file: 'test/api/attack-bodies.spec.ts',
        tests: /^an event that its sender made/,
      },
      {
        attack: 'Files in S3 that unzip to more than they should',
        tried: '300 MB of one text, of spaces, of lists; a zip in a zip; memory is watched',
        file: 'test/integration/events-bombs.spec.ts',
      },
      {
        attack: 'Requests to the inside (SSRF)',
        tried:
          'loopback, private, metadata, decimal, hex and mapped addresses, names that lead there, redirects, DNS rebinding',
        file: 'src/platform/outbound/outbound.spec.ts',
      },
      {
        attack: 'Ranges that are not public',
        tried: 'each special range of IANA and of clouds',
        file: 'src/platform/outbound/addresses.spec.ts',
      },
    ],
  },
];
