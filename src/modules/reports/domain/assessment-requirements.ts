import type { ControlEntry } from './assessment-controls.js';
import type { RequirementResult } from './assessment-report.js';
import { type Markup, html } from './html.js';

const STATUS: Record<RequirementResult['status'], string> = {
  passed: 'passed',
  partial: 'partly met',
  failed: 'failed',
  no_evidence: 'no evidence',
  manual: 'by hand',
  not_applicable: 'not applicable',
};

/** The requirements by section, in the order in which they came. */
export function sectionsOf(requirements: readonly RequirementResult[]): Map<string, RequirementResult[]> {
  const sections = new Map<string, RequirementResult[]>();
  for (const requirement of requirements) {
    const section = sections.get(requirement.section) ?? [];
    if (section.length === 0) sections.set(requirement.section, section);
    section.push(requirement);
  }
  return sections;
}

export const requirementContents = (requirements: readonly RequirementResult[]): Markup => html`
  <ol>
    ${[...sectionsOf(requirements).keys()].map(
      (name, index) =>
        html`<li>
          <a href="#section-${index}"><bdi>${name}</bdi></a>
        </li>`,
    )}
  </ol>
`;

/** Each requirement folds; what failed of its controls is under `Controls`, once for all requirements. */
export function* requirementSections(
  requirements: readonly RequirementResult[],
  controls: ReadonlyMap<string, ControlEntry>,
): Generator<string> {
  yield html`<section>
    <h2 id="requirements">Requirements <span class="quiet">${requirements.length}</span></h2>
  </section>`.text;
  if (requirements.length === 0) yield html`<p>No requirement could be judged.</p>`.text;
  for (const [index, [name, list]] of [...sectionsOf(requirements)].entries()) {
    yield html`<h3 id="section-${index}"><bdi>${name}</bdi> <span class="quiet">${list.length}</span></h3>`
      .text;
    for (const requirement of list) yield requirementOf(requirement, controls).text;
  }
}

function requirementOf(requirement: RequirementResult, controls: ReadonlyMap<string, ControlEntry>): Markup {
  const { id, title, status, score, coverage, manual } = requirement;
  const known = [
    ...(score === null ? [] : [`score ${Math.round(score)}`]),
    ...(coverage === null ? [] : [`${Math.round(coverage)}% read`]),
  ].join(' · ');
  return html`<details class="item">
    <summary>
      <span class="status ${status}">${STATUS[status]}</span><b><bdi>${id}</bdi> <bdi>${title}</bdi></b>
      <span class="quiet">${known}</span>
    </summary>
    <div>
      ${manual === null ? html`` : html`<p class="note"><b>To check by hand:</b> <span dir="auto">${manual}</span></p>`}
      ${
        requirement.controls.length === 0
          ? html`<p class="quiet">No control judges it.</p>`
          : html`<div class="wide">
              <table class="plain">
                <thead>
                  <tr>
                    <th>Control</th>
                    <th>Severity</th>
                    <th class="number">Passed</th>
                    <th class="number">Failed</th>
                    <th class="number">No evidence</th>
                    <th class="number">Muted</th>
                  </tr>
                </thead>
                <tbody>
                  ${requirement.controls.map((control) => row(control, controls))}
                </tbody>
              </table>
            </div>`
      }
    </div>
  </details>`;
}

function row(
  { controlId, title, severity, counts }: RequirementResult['controls'][number],
  controls: ReadonlyMap<string, ControlEntry>,
): Markup {
  const number = (value: number) => html`<td class="number">${value.toLocaleString('en-US')}</td>`;
  return html`<tr>
    <td>
      <a href="#${controls.get(controlId)?.anchor ?? 'controls'}"><bdi>${title}</bdi></a
      ><code>${controlId}</code>
    </td>
    <td><i class="dot ${severity}"></i>${severity}</td>
    ${[counts.pass, counts.fail, counts.noEvidence, counts.muted].map(number)}
  </tr>`;
}
