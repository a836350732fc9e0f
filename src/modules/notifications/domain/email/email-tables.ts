import type { Column, Part, ShownFinding } from './part.js';
import { BREAKS, colours, MONO } from './look.js';
import { html, type Markup } from './markup.js';

const CELL = `padding:7px 8px 7px 0;border-bottom:1px solid ${colours.line};vertical-align:top;`;
const QUIET = `color:${colours.quiet};`;
const CODE = `font-family:${MONO};font-size:12px;`;
/** Of the whole width, so that a name does not stand letter by letter under each other. */
const FIRST_COLUMN = '27%';

/** What people copy stands in letters of one width. */
const valueOf = (value: string): Markup =>
  /^arn:\S+$/.test(value) ? html`<span style="${CODE}">${value}</span>` : html`${value}`;

const small = (text: string): Markup =>
  html`<span class="quiet" style="font-size:12px;${QUIET}">${text}</span>`;

export const factRow = ({ label, value }: { label: string; value: string }): Markup =>
  html`<tr>
    <td class="quiet line" width="${FIRST_COLUMN}" style="${CELL}${QUIET}">${label}</td>
    <td class="ink line" style="${CELL}${BREAKS}">${valueOf(value)}</td>
  </tr>`;

type Tile = Extract<Part, { type: 'tiles' }>['tiles'][number];

export function tileRow(tiles: readonly Tile[]): Markup {
  const width = `${Math.floor(100 / Math.max(1, tiles.length))}%`;
  const shown = tiles.map(({ label, value, colour }) => {
    const edge = `border-top:4px solid ${colour};border-right:4px solid ${colours.paper};`;
    const style = `padding:10px 6px;text-align:center;background-color:${colours.soft};${edge}`;
    return html`<td class="soft ink" width="${width}" style="${style}">
      <span style="font-size:22px;line-height:26px;font-weight:700;">${value}</span><br />${small(label)}
    </td>`;
  });
  return html`<tr>
    ${shown}
  </tr>`;
}

export const lineRow = ({ text, note }: { text: string; note: string | null }): Markup =>
  html`<tr>
    <td class="ink line" style="${CELL}${BREAKS}">
      ${valueOf(text)}${note === null ? html`` : html`<br />${small(note)}`}
    </td>
  </tr>`;

export function findingRow({ title, severity, colour, resource, where }: ShownFinding): Markup {
  const style = `${CELL}${BREAKS}border-left:4px solid ${colour};padding-left:10px;`;
  return html`<tr>
    <td class="ink line" style="${style}">
      <b>${title}</b> ${small(severity)}<br /><span style="${CODE}">${resource}</span><br />${small(where)}
    </td>
  </tr>`;
}

export function headRow(columns: readonly Column[]): Markup {
  const shown = columns.map(({ label, isNumber }, index) => {
    const style = `${CELL}${BREAKS}${QUIET}font-size:11px;font-weight:400;text-align:${sideOf(isNumber)};`;
    const width = index === 0 ? html` width="${FIRST_COLUMN}"` : html``;
    return html`<th class="quiet line" ${width} align="${sideOf(isNumber)}" style="${style}">${label}</th>`;
  });
  return html`<tr>
    ${shown}
  </tr>`;
}

/** The cells of a row; numbers are not broken. */
export function cells(columns: readonly Column[], values: readonly string[]): Markup {
  const shown = values.map((value, index) => {
    const isNumber = columns[index]?.isNumber === true;
    if (isNumber) return html`<td class="ink line" align="right" style="${CELL}">${value}</td>`;
    return html`<td class="ink line" style="${CELL}${BREAKS}">${value}</td>`;
  });
  return html`<tr>
    ${shown}
  </tr>`;
}

const sideOf = (isNumber: boolean): string => (isNumber ? 'right' : 'left');

/** Says that there is more; nothing where there is not. */
export const moreRow = (more: string | null, columns: number): Markup[] => {
  if (more === null) return [];
  const style = `padding:7px 0;font-size:12px;${QUIET}`;
  return [
    html`<tr>
      <td class="quiet" colspan="${String(columns)}" style="${style}">${more}</td>
    </tr>`,
  ];
};
