import { z } from 'zod';
import { severity } from './severity.js';
import { scanSummary } from './scan-summary.js';

/** What a message is about; each kind has its own words and its own place in a digest. */
export const messageKinds = [
  ...['scan', 'finding', 'score', 'vulnerabilities', 'assessment', 'schedule', 'workflow', 'error_rate'],
  ...['approval', 'remediation', 'kill_switch', 'incident', 'patching', 'event', 'request', 'digest', 'test'],
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** What a link opens, or asks somebody to do. Only the page behind it does anything, and asks who one is. */
export const linkTarget = z.object({
  kind: z.enum(['finding', 'scan', 'report', 'approval', 'incident', 'execution', 'schedule', 'remediation']),
  id: z.string(),
  action: z.enum(['open', 'suppress', 'approve', 'reject', 'acknowledge']).default('open'),
  /** Of a link that was made for one named person; null: for whoever sees the message. */
  personalLinkId: z.string().nullable().default(null),
});
export type LinkTarget = z.output<typeof linkTarget>;

const link = z.object({
  label: z.string(),
  style: z.enum(['plain', 'primary', 'danger']).default('plain'),
  to: linkTarget,
});

const list = z.object({
  title: z.string(),
  lines: z.array(z.object({ text: z.string(), note: z.string().nullable().default(null) })),
  /** Lines that are left out. */
  more: z.number().default(0),
});

/**
 * What people are told, before it is Slack's blocks, an email or JSON. All text is plain: who renders it escapes it.
 * It holds no address: links are named by what they open, and become addresses when the message is sent.
 */
export const message = z.object({
  kind: z.enum(messageKinds),
  /** `scan_…`, `fnd_…`; null where it is about several. */
  subjectId: z.string().nullable(),
  severity: severity.nullable(),
  /** One line, without an emoji. */
  title: z.string(),
  /** A sentence or two. */
  text: z.string().nullable(),
  fields: z.array(z.object({ label: z.string(), value: z.string() })),
  lists: z.array(list),
  /** Of kind `scan`: what the printed message and the tables are made of. */
  scan: scanSummary.nullable(),
  links: z.array(link),
  /** When it happened, ISO 8601. */
  at: z.iso.datetime(),
});
export type Message = z.output<typeof message>;
export type MessageLink = Message['links'][number];
export type MessageList = Message['lists'][number];
