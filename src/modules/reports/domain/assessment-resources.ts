import type { RequirementResult } from './assessment-report.js';
import { type Markup, html } from './html.js';

type Resource = RequirementResult['controls'][number]['failed'][number];

/** Shorter evidence stands in the table, longer one folds; a document of a megabyte is cut, and says so. */
const SHORT = 140;
const LONGEST = 8000;

export const resourceRows = (resources: readonly Resource[]): Markup => html`${resources.map(row)}`;

const row = ({ findingId, resourceArn, accountId, region, evidence, readAt }: Resource): Markup =>
  html`<tr>
    <td>
      <code><bdi>${resourceArn}</bdi></code>
      ${findingId === null ? html`` : html`<span class="ids">${findingId}</span>`}
    </td>
    <td>
      ${accountId}<span class="quiet">${region}</span>
      ${readAt === null ? html`` : html`<span class="quiet">read ${shownTime(readAt)}</span>`}
    </td>
    <td>${shownEvidence(evidence)}</td>
  </tr>`;

function shownEvidence(evidence: unknown): Markup {
  const short = text(evidence);
  if (short === undefined) return html`<span class="quiet">not kept</span>`;
  if (short.length <= SHORT) return html`<code dir="ltr">${short}</code>`;
  const long = text(evidence, 2) ?? '';
  const rest = long.length - LONGEST;
  return html`<details>
    <summary>Evidence</summary>
    <pre dir="ltr">${long.slice(0, LONGEST)}${rest > 0 ? `\n… and ${rest} characters more` : ''}</pre>
  </details>`;
}

const text = (value: unknown, indent?: number): string | undefined =>
  value === null || value === undefined ? undefined : JSON.stringify(value, null, indent);

const shownTime = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
