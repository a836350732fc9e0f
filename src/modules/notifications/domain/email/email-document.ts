import type { LinkTarget, Message } from '../message.js';
import { shownTime } from '../phrases.js';
import type { EmailContent } from './content.js';
import { partRow } from './email-parts.js';
import { barColour, colours, DARK, FONT } from './look.js';
import { html } from './markup.js';
import { leaf, node, row, type MjmlNode } from './mjml-node.js';

type Urls = (to: LinkTarget) => string | undefined;
const BUTTONS_IN_ROW = 3;
const SIDE = '24px';

/** The email as MJML, which makes tables of it that all mail clients lay out. */
export function emailDocument(
  content: EmailContent,
  message: Message,
  { urls, tenantName }: { urls: Urls; tenantName: string },
): MjmlNode {
  const card: MjmlNode = node(
    'mj-wrapper',
    { padding: '0 0 16px', 'css-class': 'card', 'background-color': colours.paper },
    [
      row([title(content.title, message)], { padding: '16px 0 4px' }),
      ...content.parts.map(partRow),
      ...buttons(content.links, urls),
    ],
  );
  return node('mjml', { lang: 'en', dir: 'ltr' }, [
    head(content),
    node('mj-body', { 'background-color': colours.soft, 'css-class': 'page', width: '600px' }, [
      row([
        leaf(
          'mj-text',
          { padding: `18px ${SIDE} 10px`, 'font-size': '13px', 'css-class': 'quiet', color: colours.quiet },
          html`<b>Compliance Shepherd</b>`.text,
        ),
      ]),
      row([
        leaf(
          'mj-divider',
          { padding: '0', 'border-width': '4px', 'border-color': barColour(message.severity) },
          '',
        ),
      ]),
      card,
      row([
        leaf(
          'mj-text',
          {
            padding: `14px ${SIDE} 24px`,
            'font-size': '11px',
            'line-height': '16px',
            'css-class': 'quiet',
            color: colours.quiet,
          },
          footer(message, tenantName),
        ),
      ]),
    ]),
  ]);
}

const head = ({ subject, preheader }: EmailContent): MjmlNode =>
  node('mj-head', {}, [
    leaf('mj-title', {}, html`${subject}`.text),
    leaf('mj-preview', {}, html`${preheader}`.text),
    node('mj-attributes', {}, [leaf('mj-all', { 'font-family': FONT }, '')]),
    leaf(
      'mj-raw',
      {},
      '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    ),
    leaf('mj-style', {}, DARK),
  ]);

function title(text: string, { severity }: Message): MjmlNode {
  const badge =
    severity === null
      ? html``
      : html`<span
            class="badge"
            style="font-size:11px;line-height:18px;font-weight:700;color:${barColour(severity)};"
            >${severity.toUpperCase()}</span
          ><br />`;
  return leaf(
    'mj-text',
    {
      'css-class': 'ink',
      padding: `4px ${SIDE}`,
      'font-size': '20px',
      'line-height': '27px',
      'font-weight': '700',
      color: colours.ink,
    },
    html`${badge}<span style="word-break:break-word;">${text}</span>`.text,
  );
}

function buttons(links: EmailContent['links'], urls: Urls): MjmlNode[] {
  const shown = links.flatMap(({ label, style, to }) => {
    const href = urls(to);
    return href === undefined ? [] : [{ label, style, href }];
  });
  const rows: MjmlNode[] = [];
  for (let at = 0; at < shown.length; at += BUTTONS_IN_ROW)
    rows.push(
      node(
        'mj-section',
        { padding: '12px 16px 0', 'text-align': 'left' },
        shown.slice(at, at + BUTTONS_IN_ROW).map(button),
      ),
    );
  return rows;
}

const STYLES = {
  primary: { 'background-color': colours.accent, color: '#ffffff', border: `1px solid ${colours.accent}` },
  danger: { 'background-color': '#ffffff', color: '#8c1c2e', border: '1px solid #8c1c2e' },
  plain: { 'background-color': '#ffffff', color: colours.accent, border: `1px solid ${colours.line}` },
};

const button = ({
  label,
  style,
  href,
}: {
  label: string;
  style: keyof typeof STYLES;
  href: string;
}): MjmlNode =>
  node('mj-column', { width: '33.33%' }, [
    leaf(
      'mj-button',
      {
        ...{ href: html`${href}`.text, padding: '4px 8px', width: '100%', 'inner-padding': '10px 8px' },
        ...{ 'font-size': '13px', 'font-weight': '700', 'border-radius': '4px', ...STYLES[style] },
      },
      html`${label}`.text,
    ),
  ]);

const footer = ({ at }: Message, tenantName: string): string =>
  html`${shownTime(at)} · tenant ${tenantName}<br />The notification rules of your tenant say what is sent,
    and to whom.`.text;
