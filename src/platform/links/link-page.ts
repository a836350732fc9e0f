import type { Readable } from 'node:stream';
import { SetMetadata } from '@nestjs/common';
import type { Tx } from '../database/index.js';
import type { Caller, Role } from '../http/index.js';

/** What a link in a message opens. */
export const linkKinds = [
  ...(['finding', 'scan', 'report', 'approval'] as const),
  ...(['incident', 'execution', 'schedule', 'remediation'] as const),
] as const;
export type LinkKind = (typeof linkKinds)[number];

/** `open` looks; each other one is done by a method that is marked with it. */
export const linkActions = ['open', 'suppress', 'approve', 'reject', 'acknowledge'] as const;
export type LinkAction = (typeof linkActions)[number];

/** Who wants to see what. */
export interface AskedLink {
  caller: Caller;
  id: string;
}

/** What somebody fills in. */
export interface LinkForm {
  comment: string | null;
  reason: string | null;
  until: Date | null;
}
export type LinkField = keyof LinkForm;

export interface ActedLink extends AskedLink {
  form: LinkForm;
  /**
   * To be called in the transaction of what is done, and only there: with it a link that serves once is used up.
   * @throws AppError CONFLICT where it was used meanwhile
   */
  claim: (tx: Tx) => Promise<void>;
}

/** A small page of what something is. All text is plain: whoever draws it escapes it. */
export interface LinkView {
  title: string;
  /** How it stands, in a word or two. */
  state: { text: string; tone: 'waiting' | 'good' | 'bad' | 'plain' };
  text: string | null;
  facts: readonly { label: string; value: string | number | Date | null }[];
  /** JSON that is drawn as it is, such as what a workflow wants to do. */
  details: unknown;
  /** What can still be done. */
  can: readonly Exclude<LinkAction, 'open'>[];
  /** Where the API has all of it. */
  path: string;
}

/** A file instead of a page. */
export interface LinkFile {
  content: Readable | Uint8Array;
  contentType: string;
  filename: string;
}
export type LinkShown = LinkView | LinkFile;

export const LINK_PAGE = Symbol('shows what a link opens');
export const LINK_ACT = Symbol('does what a link asks for');

export interface LinkPageMark {
  kind: LinkKind;
}
export interface LinkActMark {
  kind: LinkKind;
  action: Exclude<LinkAction, 'open'>;
  needs: Role;
  /** On its button. */
  label: string;
  /** What it asks for; a reason must be given, the others may. */
  asks: readonly LinkField[];
  tone: 'primary' | 'danger' | 'plain';
}

type Method<F> = <M extends F>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/** Marks the method that shows what links of a kind open. @throws AppError NOT_FOUND where it is not there (any more) */
export const LinkPage = (kind: LinkKind): Method<(asked: AskedLink) => Promise<LinkShown>> =>
  SetMetadata(LINK_PAGE, { kind } satisfies LinkPageMark);

/**
 * Marks the method that does something by a link; it answers with what came of it, in a sentence. Who asks has the
 * role: what more it takes is for the method to check.
 */
export const LinkAct = (
  kind: LinkKind,
  action: LinkActMark['action'],
  how: Omit<LinkActMark, 'kind' | 'action'>,
): Method<(acted: ActedLink) => Promise<string>> =>
  SetMetadata(LINK_ACT, { kind, action, ...how } satisfies LinkActMark);
