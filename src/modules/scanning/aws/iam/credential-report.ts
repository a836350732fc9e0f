import { type IAM } from '@aws-sdk/client-iam';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNoEvidence, type NoEvidence } from '../../domain/part.js';
import { read } from '../reader.js';

/** What the report says of one access key of a user; it does not name the key. */
export interface ReportedKey {
  active: boolean;
  /** When it was made: the key's CreateDate, without its fraction of a second. */
  rotatedAt: string | null;
  lastUsedAt: string | null;
}

/** One line of the report. */
export interface ReportedUser {
  createdAt: string | null;
  passwordEnabled: boolean;
  passwordLastUsed: string | null;
  passwordLastChanged: string | null;
  mfaActive: boolean;
  keys: readonly ReportedKey[];
}

/** By ARN; the root user's line among them. */
export type CredentialReport = ReadonlyMap<string, ReportedUser>;

/** A minute in all: AWS takes some seconds, longer in an account of thousands of users. */
const WAITS_MS = [250, 500, 1_000, 2_000, ...Array.from({ length: 14 }, () => 4_000)];

/** "Not there yet", as the API and as the SDK names it. */
const NOT_YET = ['ReportNotPresent', 'ReportExpired', 'ReportInProgress'].flatMap((code) => [
  code,
  `Credential${code}`,
]);
const NOT_READY: NoEvidence = {
  noEvidence: 'failed',
  code: 'CredentialReportNotReady',
  message: 'AWS had not made the credential report within a minute',
};

/**
 * The credential report, made anew where AWS has none or its last is older than four hours. Yields each time before
 * it waits, so that whoever reads it can stop; it never throws for want of a report: it is then no evidence.
 *
 * docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export async function* credentialReport(
  iam: IAM,
  waitsMs: readonly number[] = WAITS_MS,
): AsyncGenerator<void, CredentialReport | NoEvidence> {
  for (const waitMs of [...waitsMs, null]) {
    const asked = await read(() => iam.generateCredentialReport({}), { absent: 'LimitExceeded' });
    if (isNoEvidence(asked)) return asked;
    if (asked?.State === 'COMPLETE') {
      const report = await read(() => iam.getCredentialReport({}), { absent: NOT_YET });
      if (isNoEvidence(report)) return report;
      if (report !== null) return parseReport(new TextDecoder().decode(report.Content));
    }
    if (waitMs === null) break;
    yield;
    await sleep(waitMs, undefined, { ref: false });
  }
  return NOT_READY;
}

/** The report for one who has nothing else to do meanwhile. */
export async function awaitReport(iam: IAM): Promise<CredentialReport | NoEvidence> {
  const report = credentialReport(iam);
  for (;;) {
    const { done, value } = await report.next();
    if (done === true) return value;
  }
}

/** The report is CSV without quotes: no name, ARN or time of IAM holds a comma or a line break. */
export function parseReport(csv: string): CredentialReport {
  const [header = '', ...lines] = csv.split(/\r?\n/);
  const columns = header.split(',');
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => {
        const values = line.split(',');
        const row = new Map(columns.map((column, i) => [column, values[i]]));
        return [row.get('arn') ?? '', toUser(row)];
      }),
  );
}

type Row = ReadonlyMap<string, string | undefined>;

const toUser = (row: Row): ReportedUser => ({
  createdAt: timeIn(row, 'user_creation_time'),
  passwordEnabled: isTrue(row, 'password_enabled'),
  passwordLastUsed: timeIn(row, 'password_last_used'),
  passwordLastChanged: timeIn(row, 'password_last_changed'),
  mfaActive: isTrue(row, 'mfa_active'),
  keys: [1, 2].map((n) => ({
    active: isTrue(row, `access_key_${n}_active`),
    rotatedAt: timeIn(row, `access_key_${n}_last_rotated`),
    lastUsedAt: timeIn(row, `access_key_${n}_last_used_date`),
  })),
});

const isTrue = (row: Row, column: string): boolean => row.get(column)?.toLowerCase() === 'true';

/** null for `N/A`, `no_information` and `not_supported`, which all mean that there is no such time. */
function timeIn(row: Row, column: string): string | null {
  const ms = Date.parse(row.get(column) ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
