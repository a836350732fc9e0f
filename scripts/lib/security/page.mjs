/** The page of what was tried, made of what the tests said. */

/**
 * Counts the tests of each attack.
 * @param {typeof import('./attacks.mjs').attacks} sections
 * @param {{ file: string, fullName: string, status: string }[]} tests
 */
export function figuresOf(sections, tests) {
  return sections.map(({ title, attacks }) => ({
    title,
    rows: attacks.map((one) => {
      const own = tests.filter(
        ({ file, fullName }) => file === one.file && (one.tests?.test(fullName) ?? true),
      );
      const ran = own.filter(({ status }) => status === 'passed' || status === 'failed');
      const failed = ran.filter(({ status }) => status === 'failed').length;
      return { ...one, count: ran.length, result: resultOf(ran.length, failed, own.length - ran.length) };
    }),
  }));
}

function resultOf(ran, failed, skipped) {
  if (ran === 0) return skipped > 0 ? 'not tried (skipped)' : 'not tried';
  if (failed > 0) return `${failed} failed`;
  return skipped > 0 ? `held, ${skipped} skipped` : 'held';
}

const cell = (text) => String(text).replaceAll('|', '\\|');
const row = (...cells) => `| ${cells.map(cell).join(' | ')} |`;

/** The page as Markdown. */
export function pageOf({ sections, fuzzed, machine, minutes, at, asked }) {
  const all = sections.flatMap(({ rows }) => rows);
  const count = all.reduce((sum, one) => sum + one.count, 0);
  const held = all.filter(({ result }) => result === 'held').length;
  const cases = fuzzed.reduce((sum, one) => sum + one.cases, 0);
  return [
    '# Security tests',
    '',
    'What was tried against the running service, and what came of it. This page is written by the command that tries it:',
    '',
    '```sh',
    `npm run test:security -- --cases ${asked.cases} --seed ${asked.seed}`,
    '```',
    '',
    `${at.toISOString().slice(0, 10)}, ${machine}, ${Math.round(minutes)} minutes: ${held} of ${all.length} attacks held, by ${count} tests.`,
    'Each test runs against the whole application on a PostgreSQL of its own; none of them is stubbed. All but the number of random cases are part of `npm test` too.',
    '',
    ...sections.flatMap(({ title, rows }) => [
      `## ${title}`,
      '',
      row('Attack', 'How it is tried', 'Tests', 'Result', 'Where'),
      row('---', '---', '--:', '---', '---'),
      ...rows.map(({ attack, tried, count: n, result, file }) =>
        row(attack, tried, n, result, `[${file.split('/').at(-1)}](../${file})`),
      ),
      '',
    ]),
    '## Random requests by the OpenAPI document',
    '',
    'schemathesis makes requests up from `/docs-json`, good and bad ones, with ids that are there in their paths, and judges each answer: no 5xx, no status, content type, header or body that the document does not have, bad data refused, nothing without a key, nothing there after it was deleted. They go to the built service, as a process of its own, with a tenant that has something of everything. `--cases` is the least that there are: going through the values of every field takes as many as it takes.',
    '',
    row('As', 'Requests', 'Seconds', 'Found'),
    row('---', '--:', '--:', '---'),
    ...fuzzed.map(({ as, cases: n, seconds, failures }) =>
      row(as, n, Math.round(seconds), failures.length === 0 ? 'nothing' : failures.join('; ')),
    ),
    row('all', cases, Math.round(fuzzed.reduce((sum, one) => sum + one.seconds, 0)), ''),
    '',
    ...WORDS,
    '',
  ].join('\n');
}

const WORDS = [
  '## What this does not show',
  '',
  '- Three checks of schemathesis are off: that a method which a path lacks is 405 (here it is 404), that a required header is asked for (there is none but the key), and that all that fits the schema is taken (rules over several fields, or over what is stored, refuse some of it, and say which field).',
  '- Streams (`/workflows/{executionArn}/events`) and the pages of links are left out of the random requests; their own tests are test/integration/workflows-live-events.spec.ts and links.spec.ts.',
  '- Locks for wrong keys and limits of rates are counted in each process: behind N processes somebody has N times as many tries. A key is 256 random bits, so this is about noise and load, not about the key.',
  '- The platform key is compared by digests of equal length in constant time; the keys of tenants are found by an index on their SHA-256, so that the time of a look-up tells about the hash of what was sent and nothing about any key.',
  '- TLS ends at the load balancer; ciphers and certificates are its own.',
  '- The emulator allows everything: that IAM refuses what no policy allows is not shown here.',
];
