import type { ControlEntry } from './assessment-controls.js';
import type { AssessmentReport, Recommendation, WrittenGuidance } from './assessment-report.js';
import { counted, dollars, longDate, points, promise } from './assessment-words.js';
import { type Markup, html } from './html.js';

const MOST_IDS = 20;

/** What to do, in order, from the controls' own data. */
export function recommendations(
  report: AssessmentReport,
  controls: ReadonlyMap<string, ControlEntry>,
): Markup {
  const steps = report.recommendations.toSorted((a, b) => a.rank - b.rank);
  const none = report.findings.total > 0 ? 'Recommendations were not asked for.' : 'Nothing is recommended.';
  return html`<section>
    <h2 id="recommendations">Recommendations</h2>
    <p>${steps.length === 0 ? none : (promise(report, steps.length) ?? '')}</p>
    <ol class="steps">
      ${steps.map((step) => stepOf(step, controls.get(step.controlId)?.anchor))}
    </ol>
  </section>`;
}

function stepOf(step: Recommendation, anchor: string | undefined): Markup {
  const fact = (name: string, value: string) =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  const { accountIds, regions, requirementIds, fix } = step;
  return html`<li data-rank="${step.rank}">
    <i class="dot ${step.severity}"></i><b><bdi>${step.title}</bdi></b>
    ${anchor === undefined ? html`` : html`<a href="#${anchor}">resources</a>`}
    <p dir="auto">${step.text} ${link(step.url)}</p>
    <p class="quiet" dir="auto">${step.reason}</p>
    <dl>
      ${[
        fact('Severity', step.severity),
        fact('Effort', step.effort),
        fact('Score', points(step.scoreGain)),
        ...(step.savingsUsd === null ? [] : [fact('Saves a month', dollars(step.savingsUsd))]),
        fact('Resources', step.resources.toLocaleString('en-US')),
        fact('Where', `${counted(accountIds.length, 'account')}, ${counted(regions.length, 'region')}`),
        ...(requirementIds.length === 0 ? [] : [fact('Requirements', listed(requirementIds))]),
        ...(fix === null ? [] : [fact('Fix', fix.reversible ? `${fix.fixId}, reversible` : fix.fixId)]),
      ]}
    </dl>
    ${step.findingIds.length === 0 ? html`` : html`<p class="ids">${listed(step.findingIds)}</p>`}
  </li>`;
}

const link = (url: string | null): Markup =>
  url !== null && /^https:\/\//.test(url) ? html`<a href="${url}" rel="noreferrer">More</a>` : html``;

const listed = (ids: readonly string[]): string =>
  ids.slice(0, MOST_IDS).join(', ') + (ids.length > MOST_IDS ? ` and ${ids.length - MOST_IDS} more` : '');

/** Under a label that says who wrote it; each claim with the findings it rests on. `why`: why there is none. */
export function guidance(written: WrittenGuidance | null, why: string | null = null): Markup {
  if (written === null)
    return why === null ? html`` : html`<p class="quiet" id="guidance">No written guidance: ${why}.</p>`;
  const { modelId, writtenAt, paragraphs, dropped } = written;
  return html`<section>
    <h2 id="guidance">Written guidance</h2>
    <div class="note written">
      <p><b>Written by a language model</b> <span class="quiet">${modelId} · ${longDate(writtenAt)}</span></p>
      ${paragraphs.map(
        ({ text, findingIds }) =>
          html`<p dir="auto">${text}</p>
            <p class="ids">Findings: ${listed(findingIds)}</p>`,
      )}
      <p class="quiet">
        Written from the facts of this report.
        ${dropped > 0 ? `${counted(dropped, 'claim was', 'claims were')} left out: what was cited is not there.` : ''}
      </p>
    </div>
  </section>`;
}
