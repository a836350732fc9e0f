import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenApi } from '../api/support/document.js';
import { idsFor, type Seeded } from '../api/support/seed.js';

/** What one run of it came to. */
export interface Fuzzed {
  as: string;
  /** Requests that were made up and sent. */
  cases: number;
  /** `GET /scans: [500] …`; empty when nothing was found. */
  failures: string[];
  /** Where there are failures: all that it printed. */
  said: string;
  seconds: number;
}

export interface Fuzzing {
  as: string;
  /** The folder with the commands of its Python environment. */
  bin: string;
  url: string;
  key: string;
  document: object;
  /** Of each route, at most. */
  examples: number;
  phases: string;
  seed: number;
}

/**
 * What is asked of each answer. Left out: unsupported_method wants 405 for what is 404 here; missing_required_header
 * knows no header that is ours; positive_data_acceptance takes a body for good that its schema alone does not refuse,
 * where a rule over several fields or over what is stored does (a schedule in the past, a second equal scan).
 */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'ignored_auth',
  'use_after_free',
];

const CONFIG = `
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "409", "412", "413", "415", "431"]
`;

/** Parts of paths that may stand for something: what schemathesis makes up by itself would be there in no case. */
export function withIds(document: OpenApi, seeded: Seeded): OpenApi {
  const copy = withoutBraces(document);
  for (const [path, methods] of Object.entries(copy.paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].length;
    for (const operation of Object.values(methods)) {
      // how long to wait for a result, on which nobody works here
      const parameters = (operation.parameters ?? []).filter(({ name }) => name !== 'wait');
      operation.parameters = parameters;
      for (const parameter of parameters)
        if (parameter.in === 'path' && named > 0) {
          const ids = seeded.parts[parameter.name] ?? idsFor(seeded, path);
          // a slash in it is another path, as it is for who sends it unencoded
          const there = { type: 'string', enum: [ids].flat() };
          parameter.schema = {
            anyOf: [there, { type: 'string', pattern: '^[A-Za-z0-9._:-]{1,80}$' } as object],
          };
        }
    }
  }
  return copy;
}

/** It writes a brace of a pattern anew without its backslash, and then takes the pattern for none: such go without. */
function withoutBraces(document: OpenApi): OpenApi {
  const isIt = (name: string, value: unknown) =>
    name === 'pattern' && typeof value === 'string' && /\\[{}]/.test(value);
  return JSON.parse(
    JSON.stringify(document, (name, value: unknown) => (isIt(name, value) ? undefined : value)),
  ) as OpenApi;
}

/** Runs it once. @throws Error with what it said, where it could not run */
export async function fuzz(given: Fuzzing): Promise<Fuzzed> {
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-fuzz-'));
  const [schema, config, report] = ['openapi.json', 'schemathesis.toml', 'report.json'].map((file) =>
    join(folder, file),
  );
  writeFileSync(schema ?? '', JSON.stringify(given.document));
  writeFileSync(config ?? '', CONFIG);
  const began = performance.now();
  const args = [
    ...['--config-file', config ?? '', 'run', schema ?? '', '--url', given.url],
    ...['-H', `Authorization: Bearer ${given.key}`, '--phases', given.phases, '--checks', CHECKS.join()],
    ...['--max-examples', String(given.examples), '--seed', String(given.seed), '--continue-on-failure'],
    ...['--no-color', '--no-shrink', '--generation-database', 'none', '--suppress-health-check', 'all'],
    ...['--report', 'json', '--report-json-path', report ?? '', '--workers', '1', '--request-timeout', '30'],
    ...['--warnings', 'off'],
  ];
  try {
    const said = await runIn(folder, join(given.bin, 'st'), args);
    const seconds = (performance.now() - began) / 1000;
    return { as: given.as, seconds, ...resultIn(readFileSync(report ?? '', 'utf8'), said) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runIn(folder: string, command: string, args: string[]): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (said += part.toString()));
    child.once('error', failed);
    // 1: it found something
    child.once('close', (code) =>
      code === 0 || code === 1 ? done(said) : failed(new Error(said.slice(-4000))),
    );
  });
}

interface Report {
  test_cases: { generated: number };
  failures: { title: string; operations: string[] }[];
  errors: { title: string; count: number }[];
}

/** The failures by route, each with what was said of it: the request, the answer, and how to send it again. */
function resultIn(report: string, said: string): Pick<Fuzzed, 'cases' | 'failures' | 'said'> {
  const { test_cases: cases, failures, errors } = JSON.parse(report) as Report;
  const found = failures.flatMap(({ title, operations }) => operations.map((name) => `${name}: ${title}`));
  const broken = errors.map(({ title, count }) => `${title}: ${count}`);
  const all = [...found, ...broken].sort();
  return { cases: cases.generated, failures: all, said: all.length === 0 ? '' : said };
}
