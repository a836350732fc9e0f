import { html, type Markup } from './html.js';
import { REPORT_STYLE } from './report-style.js';

export const reportSeverities = ['critical', 'high', 'medium', 'low', 'informational'] as const;
export type ReportSeverity = (typeof reportSeverities)[number];

export interface ReportFinding {
  controlId: string;
  title: string;
  severity: ReportSeverity;
  accountId: string;
  region: string;
  resourceArn: string;
  risk: 'high' | 'low' | null;
  /** Why it matters. */
  riskText: string | null;
  remediation: { text: string; url: string } | null;
  /** US dollars a month; null: no price is known. */
  estimatedMonthlySavingsUsd: number | null;
}

/** What a report of one scan shows. */
export interface ScanReport {
  reportId: string;
  title: string;
  tenantId: string;
  writtenAt: Date;
  scan: {
    scanId: string;
    status: string;
    scanType: string;
    accountIds: string[];
    regions: string[] | null;
    services: string[] | null;
    beganAt: Date;
    endedAt: Date | null;
    resources: number;
    /** What could not be read. */
    gaps: { where: string; what: string }[];
  };
  totals: {
    total: number;
    bySeverity: Partial<Record<ReportSeverity, number>>;
    suppressed: number;
    estimatedMonthlySavingsUsd: number;
  };
  /** The worst first; fewer than `totals.total` where there are too many to print. */
  findings: readonly ReportFinding[];
  recommends: boolean;
}

const MOST_GAPS = 50;

/** The report as one HTML page: no script, nothing loaded from elsewhere, every value escaped. */
export function scanReportHtml(report: ScanReport): string {
  const { title, scan, totals, findings } = report;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${REPORT_STYLE}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p class="quiet">${report.tenantId} · ${shownTime(report.writtenAt)}</p>
        </header>
        <main>
          ${summary(report)} ${tiles(totals)} ${gaps(scan)}
          <h2>Findings</h2>
          ${findings.length === 0 ? html`<p>Nothing was found.</p>` : html``}
          ${findings.length < totals.total ? html`<p class="note">The ${findings.length} worst of ${totals.total} findings are shown.</p>` : html``}
          ${reportSeverities.map((severity) => section(severity, totals.bySeverity[severity] ?? 0, findings))}
          ${report.recommends ? recommendations(findings) : html``}
        </main>
        <footer class="quiet">Report ${report.reportId} · scan ${scan.scanId}</footer>
      </body>
    </html> `;
  return page.text;
}

function summary({ scan, totals }: ScanReport): Markup {
  const row = (name: string, value: string) =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="facts">
    ${[
      row(scan.accountIds.length === 1 ? 'Account' : 'Accounts', scan.accountIds.join(', ')),
      row('Regions', scan.regions?.join(', ') ?? 'all of each account'),
      row('Services', scan.services?.join(', ') ?? 'all'),
      row('Scan', `${scan.scanType}, ${scan.status.replaceAll('_', ' ')}`),
      row('Began', shownTime(scan.beganAt)),
      row('Ended', scan.endedAt === null ? 'not yet' : shownTime(scan.endedAt)),
      row('Resources read', String(scan.resources)),
      row('Suppressed findings', String(totals.suppressed)),
    ]}
  </dl>`;
}

function tiles({ total, bySeverity, estimatedMonthlySavingsUsd: savings }: ScanReport['totals']): Markup {
  const tile = (name: string, value: string, kind: string) =>
    html`<li class="${kind}"><strong>${value}</strong><span>${name}</span></li>`;
  return html`<ul class="tiles">
    ${[
      tile('findings', String(total), 'all'),
      ...reportSeverities.map((severity) => tile(severity, String(bySeverity[severity] ?? 0), severity)),
      tile('could be saved a month', dollars(savings), 'savings'),
    ]}
  </ul>`;
}

function gaps({ gaps: all, scanId }: ScanReport['scan']): Markup {
  if (all.length === 0) return html``;
  const lines = all.slice(0, MOST_GAPS).map(({ where, what }) => html`<li><b>${where}</b>: ${what}</li>`);
  const more = all.length - lines.length;
  return html`<section class="note">
    <h2>What could not be read</h2>
    <p>Findings of these are as they were known before.</p>
    <ul>
      ${lines}
    </ul>
    ${more > 0 ? html`<p>And ${more} more: GET /scans/${scanId} shows them all.</p>` : html``}
  </section>`;
}

function section(severity: ReportSeverity, total: number, findings: readonly ReportFinding[]): Markup {
  const mine = findings.filter((finding) => finding.severity === severity);
  if (mine.length === 0) return html``;
  const rows = mine.map(
    ({ title, controlId, resourceArn, accountId, region, risk, riskText, estimatedMonthlySavingsUsd }) =>
      html`<tr>
        <td>${title}<code>${controlId}</code></td>
        <td><code>${resourceArn}</code><span class="quiet">${accountId} · ${region}</span></td>
        <td>${risk === null ? html`` : html`<b>${risk}</b> `}${riskText ?? ''}</td>
        <td class="number">
          ${estimatedMonthlySavingsUsd === null ? '–' : dollars(estimatedMonthlySavingsUsd)}
        </td>
      </tr>`,
  );
  return html`<section>
    <h3><i class="dot ${severity}"></i>${severity} <span class="quiet">${total}</span></h3>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th>Control</th>
            <th>Resource</th>
            <th>Risk</th>
            <th class="number">Saves a month</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** One for each control that has failed. */
function recommendations(findings: readonly ReportFinding[]): Markup {
  const byControl = new Map(
    findings.flatMap((one) => (one.remediation === null ? [] : [[one.controlId, one]])),
  );
  if (byControl.size === 0) return html``;
  const items = [...byControl.values()].map(({ title, remediation }) => {
    const { text = '', url = '' } = remediation ?? {};
    const link = /^https:\/\//.test(url) ? html` <a href="${url}" rel="noreferrer">More</a>` : html``;
    return html`<li>
      <b>${title}</b>
      <p>${text}${link}</p>
    </li>`;
  });
  return html`<section>
    <h2>Recommendations</h2>
    <ol>
      ${items}
    </ol>
  </section>`;
}

const shownTime = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const dollars = (amount: number): string =>
  `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
