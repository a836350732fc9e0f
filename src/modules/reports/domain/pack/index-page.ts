import { html, type Markup } from '../html.js';
import { REPORT_STYLE } from '../report-style.js';
import { titleOf } from './pack.js';
import { HOW_IT_IS_TOLD, HOW_TO_VERIFY } from './readme.js';
import { factsOf, shownColumns, talliesOf, worded, type PackView, type ViewedSource } from './view.js';

/** The first page of a pack: one file that needs nothing else, and no network. Everything in it is escaped. */
export function packPage(view: PackView): string {
  const title = titleOf(view.pack);
  const shown = view.sources.filter(({ shown }) => shown !== null && shown.length > 0);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${REPORT_STYLE}
        </style>
      </head>
      <body>
        <header><h1>${title}</h1></header>
        <dl class="facts">
          ${factsOf(view).map(
            ([name, value]) =>
              html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div>`,
          )}
        </dl>
        <h2 id="contents">Contents</h2>
        <div class="wide">
          <table>
            <thead>
              <tr>
                <th>Evidence</th>
                <th>What is shown</th>
                <th>Counted</th>
                <th class="number">Rows</th>
              </tr>
            </thead>
            <tbody>
              ${view.sources.map((source) => contentsRow(source, view.hasFiles))}
            </tbody>
          </table>
        </div>
        ${shown.map(sourceTable)} ${auditLog(view)}
        <h2 id="told">How it is told</h2>
        ${HOW_IT_IS_TOLD.map((text) => html`<p>${text}</p>`)}
        <h2 id="verify">How to verify</h2>
        ${
          view.hasFiles
            ? html`<ul>
                ${HOW_TO_VERIFY.map((text) => html`<li><p>${text}</p></li>`)}
              </ul>`
            : html`<p>This page alone is not signed: a pack of the format zip or comprehensive is.</p>`
        }
      </body>
    </html> `.text;
}

function contentsRow(source: ViewedSource, hasFiles: boolean): Markup {
  const { name, title, about, collected } = source;
  const links = hasFiles
    ? html`<span class="quiet"
        ><a href="data/${name}.csv">CSV</a> · <a href="data/${name}.jsonl">JSON lines</a></span
      >`
    : html``;
  return html`<tr>
    <td>${title}${links}</td>
    <td>${about}</td>
    <td>${talliesOf(source, 6).map((one) => html`<span class="quiet">${one}</span>`)}</td>
    <td class="number">${collected.rows.toLocaleString('en-US')}</td>
  </tr> `;
}

function sourceTable(source: ViewedSource): Markup {
  const columns = shownColumns(source);
  const rows = source.shown ?? [];
  return html`<h2>${source.title}</h2>
    <p class="quiet">
      ${rows.length.toLocaleString('en-US')} of ${source.collected.rows.toLocaleString('en-US')} are shown.
    </p>
    <div class="wide">
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th>${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${columns.map((column) => html`<td><code>${worded(row[column])}</code></td>`)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div> `;
}

function auditLog({ sources }: PackView): Markup {
  const [log] = sources.filter(({ collected }) => collected.chain !== null);
  if (log === undefined || log.collected.chain === null) return html``;
  const { previous, head, entriesBefore } = log.collected.chain;
  return html`<h2>${log.title}: the chain of hashes</h2>
    <dl class="facts">
      <div>
        <dt>Entries before the window</dt>
        <dd>${entriesBefore}</dd>
      </div>
      <div>
        <dt>Hash before the first entry</dt>
        <dd><code>${previous}</code></dd>
      </div>
      <div>
        <dt>Hash of the last entry</dt>
        <dd><code>${head}</code></dd>
      </div>
    </dl> `;
}
