/*
 * What an email may be made of. A property is here if Google names it in "CSS support" of Gmail
 * (developers.google.com/workspace/gmail/design/css) or caniemail.com shows it working in Gmail, Apple Mail and Outlook
 * (`word-break`: not in Yahoo; Outlook before 2019 not tested; there a long name makes the table wider, and no more).
 * Those with a prefix are for one client, and all others pass over them; so they do with what stands in comments for
 * Outlook, which is not looked at. Neither list has anything that loads, runs or positions.
 */

export const knownTags: ReadonlySet<string> = new Set([
  ...['html', 'head', 'title', 'meta', 'style', 'body', 'div', 'p', 'span', 'br', 'b', 'a', 'img'],
  ...['table', 'tbody', 'tr', 'td', 'th'],
]);

export const knownProperties: ReadonlySet<string> = new Set([
  ...[
    'background',
    'background-color',
    'color',
    'opacity',
    'cursor',
    'direction',
    'display',
    'overflow',
    'outline',
  ],
  ...[
    'border',
    'border-top',
    'border-right',
    'border-bottom',
    'border-left',
    'border-color',
    'border-right-color',
    'border-radius',
  ],
  ...['border-collapse', 'border-spacing', 'table-layout', 'vertical-align', 'text-align', 'text-decoration'],
  ...['text-transform', 'font-family', 'font-size', 'font-style', 'font-weight', 'line-height', 'word-break'],
  ...[
    'word-spacing',
    'height',
    'width',
    'max-height',
    'max-width',
    'min-width',
    'margin',
    'padding',
    'padding-left',
  ],
  // for one client each
  ...['-webkit-text-size-adjust', '-ms-text-size-adjust', '-ms-interpolation-mode', 'mso-table-lspace'],
  ...['mso-table-rspace', 'mso-line-height-rule', 'mso-padding-alt'],
]);

/** Widths (caniemail: css-at-media) and the dark (css-at-media-prefers-color-scheme); a client without has the light. */
export const knownAtRules: ReadonlySet<string> = new Set(['@media']);
