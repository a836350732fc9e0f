import type { AssessmentReport } from './assessment-report.js';
import { controlSections, controlsOf } from './assessment-controls.js';
import { guidance, recommendations } from './assessment-advice.js';
import { ASSESSMENT_STYLE } from './assessment-style.js';
import { counted, dollars, headline, longDate, standing } from './assessment-words.js';
import { requirementContents, requirementSections } from './assessment-requirements.js';
import { type Markup, html } from './html.js';
import { REPORT_STYLE } from './report-style.js';
import { reportSeverities } from './scan-report.js';

/** SVG of the report's charts, drawn already; undefined: there is nothing to draw. */
export interface AssessmentCharts {
  score: Markup;
  trend: Markup | undefined;
  severities: Markup;
  statuses: Markup;
}

/**
 * The technical report as one HTML page, part by part: no script, nothing loaded from elsewhere, every value escaped,
 * names kept in their own direction. Each part is a requirement or some resources, so that thousands of them need no
 * memory beyond the report itself.
 */
export function* assessmentHtml(report: AssessmentReport, charts: AssessmentCharts): Generator<string> {
  const controls = controlsOf(report.requirements);
  yield `<!doctype html>\n<html lang="en">${head(report).text}<body>${header(report).text}<div class="page">`;
  yield contents(report).text;
  yield '<main>';
  yield summary(report, charts).text;
  yield changes(report).text;
  yield topRisks(report).text;
  yield recommendations(report, controls).text;
  yield guidance(report.guidance, report.guidanceNote).text;
  yield* requirementSections(report.requirements, controls);
  yield* controlSections(controls);
  yield basis(report).text;
  const foot = html`<footer class="quiet">Report ${report.reportId} · scan ${report.scan.scanId}</footer>`;
  yield `</main></div>${foot.text}</body></html>\n`;
}

const head = ({ title }: AssessmentReport): Markup =>
  html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <style>
      ${REPORT_STYLE} ${ASSESSMENT_STYLE}
    </style>
  </head>`;

const header = ({ title, tenantName, framework, writtenAt }: AssessmentReport): Markup =>
  html`<header>
    <h1><bdi>${title}</bdi></h1>
    <p class="quiet">
      <bdi>${tenantName}</bdi> · ${framework.name} ${framework.version} · ${longDate(writtenAt)}
    </p>
  </header>`;

const contents = (report: AssessmentReport): Markup => html`
  <nav class="contents" aria-label="Contents">
    <ol>
      <li><a href="#summary">Summary</a></li>
      <li><a href="#changed">What changed</a></li>
      <li><a href="#risks">Top risks</a></li>
      <li><a href="#recommendations">Recommendations</a></li>
      ${report.guidance === null ? html`` : html`<li><a href="#guidance">Written guidance</a></li>`}
      <li>
        <a href="#requirements">Requirements</a>
        ${requirementContents(report.requirements)}
      </li>
      <li><a href="#controls">Controls and resources</a></li>
      <li><a href="#basis">What it rests on</a></li>
    </ol>
  </nav>
`;

function summary(report: AssessmentReport, charts: AssessmentCharts): Markup {
  const { findings, savingsUsd } = report;
  const tile = (name: string, value: string, kind: string) =>
    html`<li class="${kind}"><strong>${value}</strong><span>${name}</span></li>`;
  const figure = (name: string, chart: Markup, kind = '') =>
    html`<figure class="${kind}">
      <figcaption>${name}</figcaption>
      ${chart}
    </figure>`;
  return html`<section>
    <h2 id="summary">Summary</h2>
    <p class="lead">${headline(report)}</p>
    <p>${standing(report)}</p>
    <div class="charts">
      ${figure('Score', charts.score)}
      ${charts.trend === undefined ? html`` : figure('How the score moved', charts.trend)}
      ${figure('Open findings by severity', charts.severities)}
      ${figure('Requirements', charts.statuses, 'broad')}
    </div>
    <ul class="tiles">
      ${[
        tile('open findings', findings.total.toLocaleString('en-US'), 'all'),
        ...reportSeverities.map((severity) =>
          tile(severity, (findings.bySeverity[severity] ?? 0).toLocaleString('en-US'), severity),
        ),
        tile('could be saved a month', dollars(savingsUsd), 'savings'),
      ]}
    </ul>
    <p class="quiet">
      ${counted(findings.suppressed, 'finding is', 'findings are')} suppressed,
      ${counted(findings.muted, 'one is', 'are')} muted.
    </p>
  </section>`;
}

function changes({ changed }: AssessmentReport): Markup {
  const list = (word: string, total: number, all: typeof changed.opened) => html`
    <div>
      <h3>${counted(total, word, word)}</h3>
      <ul>
        ${all.map(
          ({ title, severity, resourceArn, at }) =>
            html`<li>
              <i class="dot ${severity}"></i><bdi>${title}</bdi>
              <span class="quiet">${severity} · ${longDate(at)}</span>
              <code><bdi>${resourceArn}</bdi></code>
            </li>`,
        )}
      </ul>
      ${total > all.length ? html`<p class="quiet">And ${(total - all.length).toLocaleString('en-US')} more.</p>` : html``}
    </div>
  `;
  return html`<section>
    <h2 id="changed">What changed <span class="quiet">since ${longDate(changed.since)}</span></h2>
    <div class="two">
      ${list('opened', changed.openedTotal, changed.opened)}
      ${list('resolved', changed.resolvedTotal, changed.resolved)}
    </div>
  </section>`;
}

const topRisks = ({ topRisks: risks }: AssessmentReport): Markup => html`
  <section>
    <h2 id="risks">Top risks</h2>
    ${risks.length === 0 ? html`<p>Nothing that was read is at risk.</p>` : html``}
    <ul class="risks">
      ${risks.map(
        ({ title, severity, riskText, count, examples }) =>
          html`<li>
            <i class="dot ${severity}"></i><b><bdi>${title}</bdi></b>
            <span class="quiet">${severity} · ${counted(count, 'resource')}</span>
            <br /><span dir="auto">${riskText}</span>
            ${examples.map((example) => html`<code><bdi>${example}</bdi></code>`)}
          </li>`,
      )}
    </ul>
  </section>
`;

const MOST_GAPS = 100;

function basis({ scan, scope, formula, framework }: AssessmentReport): Markup {
  const row = (name: string, value: string) =>
    html`<div>
      <dt>${name}</dt>
      <dd><bdi>${value}</bdi></dd>
    </div>`;
  const tags =
    scope.tags === null ? null : Object.entries(scope.tags).map(([key, value]) => `${key}=${value}`);
  const more = scan.gaps.length - MOST_GAPS;
  return html`<section>
    <h2 id="basis">What it rests on</h2>
    <dl class="facts">
      ${[
        row('Accounts', scope.accountIds.join(', ')),
        row('Regions', scope.regions?.join(', ') ?? 'all of each account'),
        row('Services', scope.services?.join(', ') ?? 'all'),
        row('Tags', tags?.join(', ') ?? 'any'),
        row('Scan', `${scan.scanId}, ${scan.status.replaceAll('_', ' ')}`),
        row('Resources read', scan.resources.toLocaleString('en-US')),
      ]}
    </dl>
    <p>${formula}</p>
    ${framework.note === null ? html`` : html`<p class="quiet">${framework.note}</p>`}
    ${
      scan.gaps.length === 0
        ? html`<p>All that was asked for could be read.</p>`
        : html`<div class="note">
            <h2>What could not be read</h2>
            <ul>
              ${scan.gaps.slice(0, MOST_GAPS).map(({ where, what }) => html`<li><b>${where}</b>: ${what}</li>`)}
            </ul>
            ${more > 0 ? html`<p>And ${more} more: GET /scans/${scan.scanId} shows them all.</p>` : html``}
          </div>`
    }
  </section>`;
}
