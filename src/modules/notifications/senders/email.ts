import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SendMailOptions } from 'nodemailer';
import { Config } from '../../../platform/config/index.js';
import { codeOf } from '../../../shared/error-code.js';
import { SesTransport } from '../aws/ses-transport.js';
import { Rendering } from '../rendering.service.js';
import { SendFailure } from '../sending.js';
import type { DestinationOf, Dispatch } from './dispatch.js';
import { awsFailure, said, withoutLogin } from './failures.js';

/**
 * A server may take its time to look through a mail before it says that it has it: who hangs up by then sends it again,
 * and it comes twice (RFC 5321, 4.5.3.2.6). Within the 30 s that one message may take in all.
 */
const LIMITS = {
  ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 25_000, dnsTimeout: 10_000 },
  ...{ disableFileAccess: true, disableUrlAccess: true },
};

/**
 * Email by the server of SMTP_URL, or by Amazon SES. Message-ID is made of the delivery, so that who gets it twice can
 * tell; SES puts its own in its place (ses/latest/dg/header-fields.html), so X-Shepherd-Delivery has it as well.
 * Messages of one key all refer to one id that none of them has: mail programs show them as one conversation.
 */
@Injectable()
export class EmailSender {
  constructor(
    private readonly config: Config,
    private readonly ses: SesTransport,
    private readonly rendering: Rendering,
  ) {}

  async send(to: DestinationOf<'email'>, dispatch: Dispatch): Promise<string | null> {
    const server = this.config.get('SMTP_URL');
    if (server === undefined)
      throw new SendFailure('dead', 'SMTP_URL is not set: the service sends no email');
    const mail = await this.#mail(to.config.to, dispatch);
    const { createTransport } = await import('nodemailer');
    const isSes = server.startsWith('ses:');
    const transport = isSes
      ? createTransport({ ...LIMITS, SES: await this.ses.clientIn(new URL(server).host, dispatch.signal) })
      : createTransport({ ...LIMITS, url: server });
    try {
      const { messageId } = (await transport.sendMail(mail)) as { messageId?: string };
      return messageId ?? null;
    } catch (error) {
      throw isSes ? sesFailure(error) : smtpFailure(error, new URL(server));
    } finally {
      transport.close();
    }
  }

  async #mail(to: readonly string[], dispatch: Dispatch): Promise<SendMailOptions & { signal: AbortSignal }> {
    const { outgoing, urls, tenantName, signal } = dispatch;
    const { tenantId, deliveryId, threadKey } = outgoing;
    const { subject, html, text, attachments } = await this.rendering.email(
      outgoing.message,
      urls,
      tenantName,
    );
    const from = this.config.get('MAIL_FROM');
    const domain = /@([^\s>@]+)/.exec(from)?.[1] ?? 'localhost';
    const thread = threadKey === null ? undefined : threadId(tenantId, threadKey, domain);
    return {
      ...{ from, to: [...to], subject, html, text, signal },
      messageId: `<${deliveryId}@${domain}>`,
      ...(thread === undefined ? {} : { inReplyTo: thread, references: thread }),
      headers: { 'X-Shepherd-Delivery': deliveryId, 'Auto-Submitted': 'auto-generated' },
      attachments: attachments.map(({ filename, cid, contentType, content }) => ({
        ...{ filename, cid, contentType, content, contentDisposition: 'inline' as const },
      })),
    };
  }
}

function threadId(tenantId: string, threadKey: string, domain: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([tenantId, threadKey]))
    .digest('hex')
    .slice(0, 32);
  return `<thread-${hash}@${domain}>`;
}

/** What the server has against the recipients or the text concerns this message; against us, all of them. */
function smtpFailure(error: unknown, server: URL): SendFailure {
  const { responseCode, command, response } = error as Record<string, unknown>;
  const reply = typeof responseCode === 'number' ? responseCode : undefined;
  const words = said(
    withoutLogin(typeof response === 'string' ? response : (error as Error).message, server),
  );
  const isFinal = reply !== undefined && reply >= 500;
  const code = codeOf(error);
  // without a reply: there is no user, or no way to log in that both know
  if (code === 'EAUTH' && (isFinal || reply === undefined))
    return new SendFailure('dead', `SMTP_URL: the mail server does not let the service in: ${words}`);
  if (isFinal && command === 'MAIL FROM' && reply !== 552)
    return new SendFailure('dead', `SMTP_URL: the mail server does not take mail from MAIL_FROM: ${words}`);
  if (isFinal && (code === 'EENVELOPE' || code === 'EMESSAGE'))
    return new SendFailure('refused', `The mail server answered ${words}`);
  if (reply !== undefined) return new SendFailure('retry', `The mail server answered ${words}`);
  if (code === 'EENVELOPE') return new SendFailure('refused', words);
  return new SendFailure('retry', `The mail server could not be reached: ${words}`);
}

/** Sending is switched off, or the sender is not verified (ses/latest/APIReference-V2/API_SendEmail.html, "Errors"). */
const SES_DEAD = /^(AccountSuspended|SendingPaused|MailFromDomainNotVerified|MessageRejected)/;

function sesFailure(error: unknown): SendFailure {
  const failure = awsFailure('ses:SendEmail', error);
  const name = (error as { name?: unknown }).name;
  const isDead = failure.kind === 'dead' || (typeof name === 'string' && SES_DEAD.test(name));
  return isDead ? new SendFailure('dead', `SMTP_URL: ${failure.message}`) : failure;
}
