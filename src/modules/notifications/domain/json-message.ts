import type { LinkTarget, Message } from './message.js';
import { bare } from './safe-text.js';

type Urls = (to: LinkTarget) => string | undefined;

/** Of the shape below: a receiver can rely on it; what is added later makes it no other version. */
export const JSON_VERSION = 1;

/**
 * A message for machines (webhooks, EventBridge). Stable: fields are added, never renamed nor taken away, without
 * another `version`. Text is plain and in no markup; whoever shows it escapes it.
 */
export interface JsonMessage {
  version: typeof JSON_VERSION;
  kind: Message['kind'];
  subjectId: string | null;
  severity: Message['severity'];
  title: string;
  text: string | null;
  fields: Message['fields'];
  lists: Message['lists'];
  scan: Message['scan'];
  /** `url` is null where the service does not know its own address. */
  links: {
    label: string;
    action: LinkTarget['action'];
    kind: LinkTarget['kind'];
    id: string;
    url: string | null;
  }[];
  at: string;
}

export function jsonMessage(message: Message, urls: Urls): JsonMessage {
  const { kind, subjectId, severity, title, text, fields, lists, scan, links, at } = message;
  return {
    ...{ version: JSON_VERSION, kind, subjectId, severity, title: bare(title) },
    text: text === null ? null : bare(text),
    fields: fields.map(({ label, value }) => ({ label: bare(label), value: bare(value) })),
    lists: lists.map(({ title: heading, lines, more }) => ({
      title: bare(heading),
      lines: lines.map((one) => ({ text: bare(one.text), note: one.note === null ? null : bare(one.note) })),
      more,
    })),
    scan,
    links: links.map(({ label, to }) => ({
      ...{ label: bare(label), action: to.action, kind: to.kind, id: to.id, url: urls(to) ?? null },
    })),
    at,
  };
}
