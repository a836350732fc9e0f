import type { LinkAction, LinkActMark, LinkKind, LinkView } from '../../../platform/links/index.js';
import { html, Html } from './html.js';
import { drawJson } from './link-json.js';
import { STYLE } from './link-style.js';
import type { Locked, Visited } from './link-visits.service.js';

const KINDS: Readonly<Record<LinkKind, string>> = {
  ...{ finding: 'Finding', scan: 'Scan', report: 'Report', approval: 'Approval', incident: 'Incident' },
  ...{ execution: 'Workflow', schedule: 'Schedule', remediation: 'Remediation' },
};

/** The page of somebody who may see it. `wanted`: what the address says first. */
export function viewPage(
  { kind, said, acts, caller, ticket, action }: Visited,
  view: LinkView,
  wanted: LinkAction | undefined,
  now: Date,
): string {
  const { title, state, text, facts, details } = view;
  const shown = facts.filter(({ value }) => value !== null && value !== '');
  return page(
    title,
    html`<article>
        ${said !== null && html`<p class="note ${action === 'reject' ? 'bad' : 'good'}" role="status">${said}</p>`}
        <p class="kind"><span>${KINDS[kind]}</span> <span class="chip ${state.tone}">${state.text}</span></p>
        <h1><bdi>${title}</bdi></h1>
        ${text !== null && html`<p><bdi>${text}</bdi></p>`}
        ${
          shown.length > 0 &&
          html`<dl>
            ${shown.map(
              ({ label, value }) =>
                html`<dt>${label}</dt>
                  <dd>${value instanceof Date ? timeOf(value, now) : html`<bdi>${value}</bdi>`}</dd>`,
            )}
          </dl>`
        }
      </article>
      ${
        hasDetails(details) &&
        html`<article>
          <details ${new Html('open')}>
            <summary>Details</summary>
            ${drawJson(details)}
          </details>
        </article>`
      }
      ${acts.length > 0 && actForm(acts, wanted, caller.owner, ticket)}`,
    html`<p>
      You are here as <bdi>${caller.owner}</bdi>${caller.role === 'platform' ? '' : ` (${caller.role})`}. All
      of it is at <code>GET ${view.path}</code>.
    </p>`,
  );
}

/** One that shows nothing yet. */
export function keyPage({ kind, id }: Locked, problem: string | null): string {
  return page(
    `${KINDS[kind]}: your key, please`,
    html`<article>
      ${problem !== null && html`<p class="note bad" role="alert">${problem}</p>`}
      <p class="kind"><span>${KINDS[kind]}</span> <code>${id}</code></p>
      <h1>Who are you?</h1>
      <p>
        This link was seen by others, so it opens nothing by itself. Show an API key: you see, and may do,
        what the key may.
      </p>
      <form method="post">
        <label for="key">API key</label>
        <input
          id="key"
          name="key"
          type="password"
          autocomplete="off"
          spellcheck="false"
          required
          maxlength="256"
        />
        <div class="buttons"><button class="primary" name="action" value="open">Open</button></div>
      </form>
    </article>`,
    html`<p>The key is used for this page alone, and kept nowhere.</p>`,
  );
}

/** What went wrong, in a sentence. */
export function problemPage(heading: string, text: string, correlationId: string): string {
  return page(
    heading,
    html`<article>
      <p class="kind"><span class="chip bad">Not done</span></p>
      <h1>${heading}</h1>
      <p><bdi>${text}</bdi></p>
    </article>`,
    html`<p>Correlation id: <code>${correlationId}</code></p>`,
  );
}

function actForm(
  acts: readonly LinkActMark[],
  wanted: LinkAction | undefined,
  owner: string,
  ticket: string | null,
): Html {
  const first = acts.find(({ action }) => action === wanted) ?? acts[0];
  const ordered = [...acts].sort((a, b) => Number(b === first) - Number(a === first));
  const asks = (field: string) => acts.some((act) => (act.asks as readonly string[]).includes(field));
  return html`<article>
    <form method="post">
      ${ticket !== null && html`<input type="hidden" name="ticket" value="${ticket}" />`}
      ${
        asks('comment') &&
        html`<label for="comment"
            >Comment <span class="soft">(optional, kept with your decision)</span></label
          >
          <textarea id="comment" name="comment" maxlength="2000"></textarea>`
      }
      ${
        asks('reason') &&
        html`<label for="reason">Reason</label>
          <textarea id="reason" name="reason" maxlength="1000" required></textarea>`
      }
      ${
        asks('until') &&
        html`<label for="until"
            >Until <span class="soft">(the end of that day, UTC; empty: for good)</span></label
          >
          <input id="until" name="until" type="date" />`
      }
      <div class="buttons">
        ${ordered.map(
          ({ action, label, tone }) =>
            html`<button
              class="${tone}${action === first?.action ? ' first' : ''}"
              name="action"
              value="${action}"
            >
              ${label}
            </button>`,
        )}
      </div>
    </form>
    <p class="soft">It is done in the name of <bdi>${owner}</bdi>, and the audit log says so.</p>
  </article>`;
}

const hasDetails = (details: unknown): boolean =>
  typeof details === 'object' && details !== null && Object.keys(details).length > 0;

const MINUTE_MS = 60_000;
const UNITS = [
  ['day', 24 * 60],
  ['hour', 60],
  ['minute', 1],
] as const;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** Without a script nobody knows the reader's time zone: UTC, and how far away it is. */
function timeOf(at: Date, now: Date): Html {
  const day = at.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const minutes = (at.getTime() - now.getTime()) / MINUTE_MS;
  const [unit, size] = UNITS.find(([, one]) => Math.abs(minutes) >= one) ?? UNITS[2];
  const away = relative.format(Math.trunc(minutes / size), unit);
  return html`<time datetime="${at.toISOString()}">${day}, ${at.toISOString().slice(11, 16)} UTC</time>
    <span class="soft">(${away})</span>`;
}

function page(title: string, main: Html, foot: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="format-detection" content="telephone=no" />
        <title>${title} · Compliance Shepherd</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <header>
          ${LOGO}<span><b>Compliance Shepherd</b></span>
        </header>
        <main>${main}</main>
        <footer>${foot}</footer>
      </body>
    </html> `.text;
}

const LOGO = new Html(
  '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z"/><path d="M9 12l2 2 4-4"/></svg>',
);
