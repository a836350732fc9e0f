import type { Answered, Outbound, Post } from '../../../platform/outbound/index.js';
import { networkFailure } from './failures.js';

/** Statuses that have no body, and beyond which Response knows none. */
const EMPTY = [204, 205, 304];

/**
 * What Slack's libraries call in place of fetch. No answer is thrown as the SendFailure that it is.
 * @param seen is told each answer: the libraries do not keep all of it
 */
export function slackFetch(
  outbound: Outbound,
  how: Pick<Post, 'signal' | 'reach' | 'maxBytes'>,
  seen: (answered: Answered) => void = () => undefined,
) {
  return async (url: unknown, init?: { headers?: unknown; body?: unknown }): Promise<Response> => {
    const headers = init?.headers as Record<string, string>;
    const body = String(init?.body);
    const answered = await outbound.post(String(url), { headers, body, ...how }).catch((error: unknown) => {
      throw networkFailure('Slack', error);
    });
    seen(answered);
    const { statusText, text } = answered;
    const status = answered.status >= 200 && answered.status <= 599 ? answered.status : 502;
    const kept = Object.fromEntries(
      Object.entries(answered.headers).filter(([name]) => ['content-type', 'retry-after'].includes(name)),
    );
    return new Response(EMPTY.includes(status) ? null : text, { status, statusText, headers: kept });
  };
}
