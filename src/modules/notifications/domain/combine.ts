import { detailLine, grouped, type Row } from './combined-lines.js';
import type { Message, MessageKind, MessageLink, MessageList } from './message.js';
import { bySeverityText, capital, count, shownNumber, shownTime } from './phrases.js';
import { severities, worstOf, type Severity } from './severity.js';
import { told } from './words/told.js';

/** What many of a kind are called; in a digest the kinds come in this order, after how bad they are. */
const NAMES: Record<MessageKind, readonly [one: string, many: string]> = {
  incident: ['incident message', 'incident messages'],
  kill_switch: ['kill switch message', 'kill switch messages'],
  approval: ['approval', 'approvals'],
  finding: ['finding', 'findings'],
  vulnerabilities: ['vulnerability scan', 'vulnerability scans'],
  schedule: ['schedule message', 'schedule messages'],
  workflow: ['workflow message', 'workflow messages'],
  error_rate: ['error rate warning', 'error rate warnings'],
  score: ['score change', 'score changes'],
  scan: ['scan', 'scans'],
  assessment: ['assessment', 'assessments'],
  remediation: ['remediation', 'remediations'],
  patching: ['patching message', 'patching messages'],
  event: ['event', 'events'],
  request: ['workflow notice', 'workflow notices'],
  digest: ['digest', 'digests'],
  test: ['test', 'tests'],
};
const ORDER = Object.keys(NAMES) as MessageKind[];

/**
 * Many messages of one group as one: one stays itself, many are counted and listed, the worst first. Pure; the same
 * messages give the same message, and what was combined is combined no further.
 * @throws RangeError where there is none
 */
export function combine(messages: readonly Message[]): Message {
  const [first, ...others] = messages;
  if (first === undefined) throw new RangeError('there is nothing to combine');
  if (others.length === 0) return first;
  const kinds = new Set(messages.map(({ kind }) => kind));
  const isOneThing = others.every(
    ({ kind, subjectId }) => kind === first.kind && subjectId === first.subjectId,
  );
  if (isOneThing && first.subjectId !== null) return latestOf(messages);
  return told({
    ...common(messages),
    kind: kinds.size === 1 ? first.kind : 'digest',
    title: `${countsOf(messages)}${worstText(messages)}`,
    lists: listsOf(messages),
    links: linksOf(messages),
  });
}

/** What became of one thing: how it stands now, and what was before. */
function latestOf(messages: readonly Message[]): Message {
  const [latest, ...before] = messages.toReversed().sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  if (latest === undefined) throw new RangeError('there is nothing to combine');
  const rows = before.map(({ title, at }): Row => ({ text: title, note: shownTime(at) }));
  return told({ ...latest, lists: [...latest.lists, { title: 'Before that', ...grouped(rows) }] });
}

/** All that waited for its hour, or for a receiver that was down: grouped by kind, the worst first. */
export function digestOf(messages: readonly Message[], { from, to }: { from: Date; to: Date }): Message {
  const until = shownTime(to.toISOString());
  return told({
    ...common(messages),
    kind: 'digest',
    at: to.toISOString(),
    title: `Digest: ${messages.length === 0 ? 'nothing new' : countsOf(messages)}${worstText(messages)}`,
    text: `From ${shownTime(from.toISOString())} until ${until}.`,
    lists: listsOf(messages),
    links: linksOf(messages),
  });
}

const common = (messages: readonly Message[]) => ({
  severity: worstOf(messages.map(({ severity }) => severity)),
  at: messages.reduce((latest, { at }) => (at > latest ? at : latest), ''),
});

/** `12 findings, 2 workflow messages and 1 scan`; of many kinds, how many messages. */
function countsOf(messages: readonly Message[]): string {
  const parts = kindsOf(messages).map(([kind, some]) => count(some.length, ...NAMES[kind]));
  if (parts.length > 3) return count(messages.length, 'message');
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

/** `: 2 critical, 10 high`; nothing where none has a severity. */
function worstText(messages: readonly Message[]): string {
  const counts: Partial<Record<Severity, number>> = {};
  for (const { severity } of messages) if (severity !== null) counts[severity] = (counts[severity] ?? 0) + 1;
  const text = bySeverityText(counts);
  return text === '' ? '' : ` (${text})`;
}

/** The kind with the worst message first. */
function kindsOf(messages: readonly Message[]): [MessageKind, Message[]][] {
  const by = new Map<MessageKind, Message[]>();
  for (const one of messages) {
    const same = by.get(one.kind);
    if (same === undefined) by.set(one.kind, [one]);
    else same.push(one);
  }
  const worst = (some: Message[]) => Math.min(...severityRanks(some));
  return [...by].sort(([a, as], [b, bs]) => worst(as) - worst(bs) || ORDER.indexOf(a) - ORDER.indexOf(b));
}

const severityRanks = (some: readonly Message[]): number[] => [...new Set(some.map(rankOf))];

const rankOf = ({ severity }: Message): number =>
  severity === null ? severities.length : severities.indexOf(severity);

function listsOf(messages: readonly Message[]): MessageList[] {
  return kindsOf(messages).map(([kind, some]) => {
    const rows = some
      .toSorted((a, b) => rankOf(a) - rankOf(b) || (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
      .map((one): Row => ({ text: one.title, note: detailLine(one) }));
    const [one, many] = NAMES[kind];
    const title = `${capital(some.length === 1 ? one : many)} (${shownNumber(some.length)})`;
    return { title, ...grouped(rows) };
  });
}

/** What all of them link to; of one kind of thing each, what opens the worst. */
function linksOf(messages: readonly Message[]): MessageLink[] {
  const opens = messages.map(({ links }) => links.filter(({ to }) => to.action === 'open'));
  const [first = [], ...others] = opens;
  const key = ({ to }: MessageLink) => `${to.kind} ${to.id}`;
  const shared = others.map((links) => new Set(links.map(key)));
  const ofAll = first.filter((link) => shared.every((keys) => keys.has(key(link))));
  if (ofAll.length > 0) return ofAll;
  const worst = messages.toSorted((a, b) => rankOf(a) - rankOf(b))[0];
  const [open] = worst?.links.filter(({ to }) => to.action === 'open') ?? [];
  return open === undefined ? [] : [{ ...open, label: 'Open the worst', style: 'primary' }];
}
