import { andMore } from '../phrases.js';
import type { ChartPart, Part } from './part.js';
import { cells, findingRow, headRow, lineRow, factRow, moreRow, tileRow } from './email-tables.js';
import { BREAKS, colours } from './look.js';
import { html, type Markup } from './markup.js';
import { leaf, row, type MjmlNode } from './mjml-node.js';

const SIDE = '24px';

/** A part of an email, in its own row. */
export function partRow(part: Part): MjmlNode {
  switch (part.type) {
    case 'text':
      return row([text(part.text.split('\n'))]);
    case 'facts':
      return row([table(part.facts.map(factRow), `14px ${SIDE} 8px`)]);
    case 'tiles':
      return row([table([tileRow(part.tiles)], `12px ${SIDE} 4px`)]);
    case 'sentences':
      return row([heading(part.title), text(part.sentences)]);
    case 'list': {
      const more = part.more === 0 ? null : andMore(part.more);
      return row([heading(part.title), table([...part.lines.map(lineRow), ...moreRow(more, 1)])]);
    }
    case 'findings':
      return row([heading(part.title), table([...part.findings.map(findingRow), ...moreRow(part.more, 1)])]);
    case 'table': {
      const rows = part.rows.map((one) => cells(part.columns, one));
      return row([
        heading(part.title),
        table([headRow(part.columns), ...rows, ...moreRow(part.more, part.columns.length)]),
      ]);
    }
    case 'chart':
      return row([picture(part)], { 'css-class': 'keep' });
  }
}

const INK = { 'css-class': 'ink', color: colours.ink };

const heading = (title: string): MjmlNode =>
  leaf(
    'mj-text',
    { ...INK, padding: `20px ${SIDE} 4px`, 'font-size': '15px', 'font-weight': '700' },
    html`${title}`.text,
  );

function text(lines: readonly string[]): MjmlNode {
  const shown = lines.map((one, index) => (index === 0 ? html`${one}` : html`<br />${one}`));
  const attributes = { ...INK, padding: `6px ${SIDE}`, 'font-size': '14px', 'line-height': '21px' };
  return leaf('mj-text', attributes, html`<div style="${BREAKS}">${shown}</div>`.text);
}

const table = (rows: readonly Markup[], padding = `2px ${SIDE} 8px`): MjmlNode =>
  leaf(
    'mj-table',
    { padding, color: colours.ink, 'table-layout': 'fixed', 'font-size': '13px', 'line-height': '18px' },
    html`${rows}`.text,
  );

/** The picture is sent along; its words are for who sees none. */
const picture = ({ id, description }: ChartPart): MjmlNode =>
  leaf(
    'mj-image',
    { src: `cid:${id}`, alt: html`${description}`.text, padding: `8px ${SIDE}`, width: '552px' },
    '',
  );
