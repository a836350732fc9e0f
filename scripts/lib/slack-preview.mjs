/**
 * Blocks of Block Kit as a page that looks much as Slack shows them: for pictures, and for who wants to see a message
 * before a workspace does. Knows what our messages use, and says so where there is more.
 */
export function slackPreviewHtml(blocks, { name = 'Compliance Shepherd', time = '6:04 AM' } = {}) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Slack</title><style>${STYLE}</style>
<body><article><div class="face">CS</div><div class="message"><p class="who"><b>${escaped(name)}</b><i>APP</i><time>${escaped(time)}</time></p>
${blocks.map(blockHtml).join('\n')}</div></article></body></html>`;
}

const STYLE = `
body { margin: 0; padding: 20px; background: #fff; color: #1d1c1d; width: 640px;
  font: 15px/22px Lato, "Noto Sans", Arial, "Noto Color Emoji", sans-serif; overflow-wrap: anywhere; }
article { display: flex; gap: 10px; } .message { flex: 1; min-width: 0; }
.face { flex: none; width: 36px; height: 36px; border-radius: 6px; background: #0e6471; color: #fff; font-weight: 700;
  text-align: center; line-height: 36px; }
.who { margin: 0 0 4px; } .who b { font-weight: 900; }
.who i { font: 700 10px/14px Arial; color: #616061; background: #e8e8e8; border-radius: 2px; padding: 1px 3px; margin: 0 6px; }
.emoji { width: 1em; height: 1em; vertical-align: -0.12em; }
time, .context { color: #616061; font-size: 12px; }
h3 { font-size: 18px; line-height: 24px; margin: 6px 0; } hr { border: 0; border-top: 1px solid #ddd; margin: 12px 0; }
.rich { margin: 4px 0; white-space: pre-wrap; } .rich div { white-space: pre-wrap; }
ul { margin: 2px 0; padding-left: 24px; } li { white-space: pre-wrap; }
code { color: #c01343; background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; padding: 1px 3px;
  font: 12px/16px Menlo, Consolas, monospace; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 10px 0; }
.actions a { border: 1px solid #bbb; border-radius: 4px; padding: 3px 12px; font-weight: 700; font-size: 13px; color: #1d1c1d;
  text-decoration: none; }
.actions a.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.actions a.danger { background: #e01e5a; border-color: #e01e5a; color: #fff; }
`;

function blockHtml(block) {
  switch (block.type) {
    case 'header':
      return `<h3>${escaped(block.text.text)}</h3>`;
    case 'divider':
      return '<hr>';
    case 'rich_text':
      return `<div class="rich">${block.elements.map(richHtml).join('')}</div>`;
    case 'context':
      return `<p class="context">${block.elements.map(({ text }) => escaped(text)).join(' ')}</p>`;
    case 'actions':
      return `<div class="actions">${block.elements.map(buttonHtml).join('')}</div>`;
    default:
      return `<p class="context">(a block of type ${escaped(String(block.type))})</p>`;
  }
}

const richHtml = (element) =>
  element.type === 'rich_text_list'
    ? `<ul>${element.elements.map((item) => `<li>${wordsHtml(item.elements)}</li>`).join('')}</ul>`
    : `<div>${wordsHtml(element.elements)}</div>`;

const wordsHtml = (elements) =>
  elements
    .map(({ text, style = {} }) => {
      const tags = [
        ...(style.bold ? ['b'] : []),
        ...(style.italic ? ['em'] : []),
        ...(style.code ? ['code'] : []),
      ];
      return tags.reduce((inner, tag) => `<${tag}>${inner}</${tag}>`, escaped(text));
    })
    .join('');

const buttonHtml = ({ text, url, style = '' }) =>
  `<a class="${entities(style)}" href="${entities(url)}">${escaped(text.text)}</a>`;

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Slack draws these itself; a machine without a font of emoji shows none of them. */
const circle = (colour) => `<circle cx="8" cy="8" r="7" fill="${colour}"/>`;
const square = (colour, mark) => `<rect x="1" y="1" width="14" height="14" rx="3" fill="${colour}"/>${mark}`;
const mark = (path, colour = '#fff') =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`;
const LINES = mark('M5 5.5h6M5 8h6M5 10.5h4');
const EMOJI = {
  '🚨': `<path d="M4 12V8a4 4 0 0 1 8 0v4z" fill="#e01e3c"/><rect x="2.5" y="12" width="11" height="2.5" rx="1" fill="#555"/>${mark('M8 1v1.2M2.6 3.4l.9.9M13.4 3.4l-.9.9', '#e01e3c')}`,
  '✅': square('#2eb67d', mark('M4.5 8.5l2.5 2.5 4.5-5.5')),
  '⚠️': `<path d="M8 1.5L15 14H1z" fill="#ecb22e"/>${mark('M8 6v4M8 12v.1', '#333')}`,
  '❌': mark('M3 3l10 10M13 3L3 13', '#e01e3c'),
  '🛑': circle('#e01e3c') + mark('M5 8h6'),
  '✋': square('#ecb22e', mark('M5.5 11V6M8 11V4.5M10.5 11V6')),
  '🔴': circle('#e01e3c'),
  '🟠': circle('#f2952c'),
  '🔵': circle('#3f83b5'),
  '⚪': circle('#c8ccd2'),
  '📋': square('#a9794d', LINES),
  '📊': square('#4a7fb5', mark('M5 11V8M8 11V5M11 11V7')),
  '📈': square('#4a7fb5', mark('M4 11l3-3 2 1.5L12 5')),
  '📉': square('#4a7fb5', mark('M4 5l3 3 2-1.5L12 11')),
  '📣': square('#d2691e', LINES),
  '🔔': circle('#ecb22e') + mark('M5.5 10h5M8 5v.1', '#333'),
  '🔧': square('#7a8794', mark('M5 11l6-6')),
  '🩹': square('#d9a679', mark('M5 8h6')),
  '👋': circle('#ecb22e') + mark('M6 10V6M8 10V5M10 10V6', '#333'),
  '▶️': square('#4a7fb5', mark('M6.5 5l4 3-4 3z')),
  '⏹️': square('#4a7fb5', mark('M6 6h4v4H6z')),
};
const KNOWN_EMOJI = new RegExp(Object.keys(EMOJI).join('|'), 'gu');

const escaped = (text) =>
  entities(text).replace(KNOWN_EMOJI, (one) => `<svg class="emoji" viewBox="0 0 16 16">${EMOJI[one]}</svg>`);

const entities = (text) => text.replace(/[&<>"']/g, (one) => ENTITIES[one]);
