import type { RequirementResult } from './assessment-report.js';
import { counted } from './assessment-words.js';
import { resourceRows } from './assessment-resources.js';
import { type Markup, html } from './html.js';
import { reportSeverities } from './scan-report.js';

type Control = RequirementResult['controls'][number];

export interface ControlEntry {
  control: Control;
  /** Where it stands on the page. */
  anchor: string;
  requirementIds: string[];
}

/** Each control once, the worst first, with the requirements that name it. */
export function controlsOf(requirements: readonly RequirementResult[]): Map<string, ControlEntry> {
  const found = new Map<string, ControlEntry>();
  for (const { id, controls } of requirements) {
    for (const control of controls) {
      const known = found.get(control.controlId);
      if (known === undefined) {
        found.set(control.controlId, { control, anchor: '', requirementIds: [id] });
        continue;
      }
      if (!known.requirementIds.includes(id)) known.requirementIds.push(id);
      if (control.failed.length > known.control.failed.length) known.control = control;
    }
  }
  const rank = ({ severity, counts }: Control) =>
    (counts.fail > 0 ? 0 : 10) + reportSeverities.indexOf(severity);
  const sorted = [...found].sort(([, a], [, b]) => rank(a.control) - rank(b.control));
  return new Map(sorted.map(([id, entry], index) => [id, { ...entry, anchor: `control-${index}` }]));
}

const ROWS = 50;
/** A report of a few resources is read as it is; thousands are folded. */
const OPEN_UP_TO = 20;

/** Each control with what failed and the evidence, some rows at a time. */
export function* controlSections(controls: ReadonlyMap<string, ControlEntry>): Generator<string> {
  yield html`<h2 id="controls">Controls and resources <span class="quiet">${controls.size}</span></h2>`.text;
  for (const entry of controls.values()) {
    const { failed, more, counts } = entry.control;
    yield `<details class="item"${counts.fail > 0 && failed.length <= OPEN_UP_TO ? ' open' : ''}>`;
    yield `${summary(entry).text}<div>${facts(entry).text}`;
    if (failed.length > 0) yield TABLE;
    for (let from = 0; from < failed.length; from += ROWS) {
      yield resourceRows(failed.slice(from, from + ROWS)).text;
    }
    if (failed.length > 0) yield '</tbody></table></div>';
    if (more > 0) yield html`<p class="quiet">And ${more.toLocaleString('en-US')} more.</p>`.text;
    yield '</div></details>\n';
  }
}

const TABLE =
  '<div class="wide"><table class="resources"><thead><tr>' +
  '<th>Resource</th><th>Account and region</th><th>What decided</th></tr></thead><tbody>';

const summary = ({ control: { title, severity, counts } }: ControlEntry): Markup =>
  html`<summary>
    <i class="dot ${severity}"></i><b><bdi>${title}</bdi></b>
    <span class="quiet">
      ${severity} · ${counts.fail.toLocaleString('en-US')} of
      ${counted(counts.fail + counts.pass, 'resource')} failed
    </span>
  </summary>`;

const facts = ({ control: { controlId, counts, failed }, anchor, requirementIds }: ControlEntry): Markup =>
  html`<p id="${anchor}" class="quiet">
      <code>${controlId}</code>
      Of ${requirementIds.join(', ')} · ${counts.pass.toLocaleString('en-US')} passed,
      ${counts.noEvidence.toLocaleString('en-US')} without evidence, ${counts.muted.toLocaleString('en-US')}
      muted
    </p>
    ${counts.fail === 0 && failed.length === 0 ? html`<p>No resource failed.</p>` : html``}`;
