import type { LinkView } from '../../../platform/links/index.js';
import type { Visited } from './link-visits.service.js';
import type { LinkAnswer } from './links.schemas.js';

/** The page for programs. */
export const linkAnswerOf = (
  { kind, id, action, said, acts, ticket }: Visited,
  { title, state, text, facts, details, path }: LinkView,
): LinkAnswer => ({
  ...{ kind, id, action, said, title, text, path, ticket },
  state: state.text,
  facts: facts.map(({ label, value }) => ({
    label,
    value: value instanceof Date ? value.toISOString() : value,
  })),
  details: details ?? null,
  can: acts.map((act) => act.action),
});
