import { html, type Html } from './html.js';

/** Of what is drawn: whoever wants all of it asks the API. */
const MOST_LINES = 300;
/** Deeper down it is for those who know JSON: columns within columns are read by nobody. */
const MOST_DEPTH = 3;
const MOST_TEXT = 600;

/** JSON that a workflow gives, as lists that people read. All of it is text from elsewhere, and so escaped. */
export function drawJson(value: unknown): Html {
  const left = { lines: MOST_LINES };
  const drawn = draw(value, 0, left);
  return left.lines > 0
    ? drawn
    : html`${drawn}
        <p class="soft">There is more: see the API.</p>`;
}

function draw(value: unknown, depth: number, left: { lines: number }): Html {
  if (left.lines <= 0) return html``;
  if (Array.isArray(value)) return drawList(value, depth, left);
  if (typeof value !== 'object' || value === null) {
    left.lines -= 1;
    return html`<bdi>${plain(value)}</bdi>`;
  }
  if (depth >= MOST_DEPTH) return asJson(value, left);
  const entries = Object.entries(value).filter(([, inner]) => !isEmpty(inner));
  // what fits a line comes first: the order of the database is of no use to anybody
  entries.sort(([, a], [, b]) => Number(isWide(a)) - Number(isWide(b)));
  return html`<dl>
    ${entries.map(
      ([name, inner]) =>
        left.lines > 0 &&
        html`<dt class="${isWide(inner) ? 'wide' : ''}"><bdi>${wordsOf(name)}</bdi></dt>
          <dd class="${isWide(inner) ? 'wide' : ''}">${draw(inner, depth + 1, left)}</dd>`,
    )}
  </dl>`;
}

/** Whether it needs the width of the page: things with parts of their own. */
const isWide = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (!Array.isArray(value) || value.some(isWide));

function asJson(value: unknown, left: { lines: number }): Html {
  left.lines -= 5;
  return html`<pre>${shortened(JSON.stringify(value, null, 2))}</pre>`;
}

function drawList(values: readonly unknown[], depth: number, left: { lines: number }): Html {
  if (values.length === 0) return html`<span class="soft">none</span>`;
  if (depth >= MOST_DEPTH && values.some(isWide)) return asJson(values, left);
  const isPlain = values.every((one) => typeof one !== 'object' || one === null);
  return html`<ul class="${isPlain ? 'plain' : 'list'}">
    ${values.map((one) => left.lines > 0 && html`<li>${draw(one, depth + 1, left)}</li>`)}
  </ul>`;
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const shortened = (text: string): string => (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text);

function plain(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return shortened(typeof value === 'string' ? value : JSON.stringify(value));
}

const OWN_WORDS: Readonly<Record<string, string | undefined>> = { words: 'What changes', fixId: 'Fix' };
const NAMES = new Set(['id', 'arn', 'url', 'cve', 'usd', 'ip', 'iam', 'aws']);

/** `resourceArn` and `resource_arn` -> `Resource ARN`; names that are none of ours stay as they are. */
function wordsOf(name: string): string {
  const own = Object.hasOwn(OWN_WORDS, name) ? OWN_WORDS[name] : undefined;
  if (own !== undefined) return own;
  if (!/^[a-z][A-Za-z0-9]*(_[a-z0-9]+)*$/.test(name)) return name;
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .split(' ')
    .map((word) => (NAMES.has(word) ? word.toUpperCase() : word))
    .map((word) => (/^(ids|arns|cves)$/.test(word) ? `${word.slice(0, -1).toUpperCase()}s` : word));
  const text = words.join(' ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
