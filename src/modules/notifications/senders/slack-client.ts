import { Injectable } from '@nestjs/common';
import type { WebClient } from '@slack/web-api';
import { Outbound } from '../../../platform/outbound/index.js';
import { codeOf } from '../../../shared/error-code.js';
import { SendFailure } from '../sending.js';
import { networkFailure, said } from './failures.js';
import { slackFetch } from './slack-fetch.js';

/** Nothing is said by the library itself: what went wrong is told by who called it. */
const SILENT = {
  ...{ debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  ...{ setLevel: () => undefined, setName: () => undefined, getLevel: () => 'error' as never },
};

/** Errors after which no message will be taken (docs.slack.dev/reference/methods/chat.postMessage, "Errors"). */
const DEAD = new Set([
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'no_permission'],
  ...['missing_scope', 'not_allowed_token_type', 'org_login_required', 'ekm_access_denied', 'access_denied'],
  ...['channel_not_found', 'is_archived', 'not_in_channel', 'team_not_found', 'team_access_not_granted'],
  ...['restricted_action', 'restricted_action_read_only_channel', 'enterprise_is_restricted'],
]);
const RETRY = new Set([
  ...['ratelimited', 'rate_limited', 'internal_error', 'fatal_error', 'service_unavailable'],
  ...['request_timeout', 'team_added_to_org'],
]);

/** Clients of Slack's Web API, one for each message: what they hold is a token. */
@Injectable()
export class SlackClients {
  /** Slack's own address; specs put another in its place. */
  url = 'https://slack.com/api/';

  constructor(private readonly outbound: Outbound) {}

  async with(token: string, signal: AbortSignal): Promise<WebClient> {
    const { WebClient } = await import('@slack/web-api');
    // a fixed address; its answer repeats the message
    const how = { signal, reach: 'anywhere' as const, maxBytes: 1_048_576 };
    return new WebClient(token, {
      slackApiUrl: this.url,
      fetch: slackFetch(this.outbound, how),
      retryConfig: { retries: 0 }, // deliveries are tried again by their rows
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
      logger: SILENT,
    });
  }
}

/** Which error Slack's answer names; undefined where there was none. */
export function slackError(error: unknown): string | undefined {
  const named = (error as { data?: { error?: unknown } }).data?.error;
  return typeof named === 'string' ? named : undefined;
}

export function slackFailure(error: unknown): SendFailure {
  const { retryAfter, statusCode } = error as { retryAfter?: number; statusCode?: number };
  switch (codeOf(error)) {
    case 'slack_webapi_rate_limited_error':
      return new SendFailure('retry', 'Slack answered 429: too many messages', (retryAfter ?? 1) * 1000);
    case 'slack_webapi_http_error':
      return new SendFailure('retry', `Slack answered ${statusCode ?? 'in a way that cannot be read'}`);
    case 'slack_webapi_platform_error': {
      const named = said(slackError(error) ?? 'no reason');
      const kind = DEAD.has(named) ? 'dead' : RETRY.has(named) ? 'retry' : 'refused';
      return new SendFailure(kind, `Slack answered: ${named}`);
    }
    default:
      return unanswered(error);
  }
}

/** No answer: what slackFetch threw, which the libraries wrap. */
export function unanswered(error: unknown): SendFailure {
  const original = (error as { original?: unknown }).original ?? error;
  return original instanceof SendFailure ? original : networkFailure('Slack', original);
}
