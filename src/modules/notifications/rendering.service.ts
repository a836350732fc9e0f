import { Injectable } from '@nestjs/common';
import { contentOf } from './domain/email/content.js';
import { emailDocument } from './domain/email/email-document.js';
import { emailText } from './domain/email/email-text.js';
import { jsonMessage, type JsonMessage } from './domain/json-message.js';
import type { LinkTarget, Message } from './domain/message.js';
import type { Block } from './domain/slack/blocks.js';
import { slackMessage } from './domain/slack/slack-message.js';
import { snsMessage } from './domain/sns-message.js';
import { chartAttachments, type Attachment } from './email-charts.js';
import { htmlOf } from './mjml.js';

/** Addresses of what a message links to, resolved before it is rendered; undefined: there is none, and no link. */
export type Urls = (to: LinkTarget) => string | undefined;

export interface RenderedEmail {
  subject: string;
  html: string;
  /** The same for who reads no HTML. */
  text: string;
  attachments: Attachment[];
}

/** Makes of a message what each kind of channel takes. */
@Injectable()
export class Rendering {
  slack(message: Message, urls: Urls): { text: string; blocks: Block[] } {
    return slackMessage(message, urls);
  }

  async email(message: Message, urls: Urls, tenantName: string): Promise<RenderedEmail> {
    const { content, html } = await fitting(message, urls, tenantName);
    const attachments = await chartAttachments(content.parts);
    return { subject: content.subject, html, text: emailText(content, message, urls), attachments };
  }

  sns(message: Message, urls: Urls): { subject: string; message: string } {
    return snsMessage(message, urls);
  }

  json(message: Message, urls: Urls): JsonMessage {
    return jsonMessage(message, urls);
  }
}

/** Gmail cuts off what is behind the first 102 KB, and with it the buttons. */
const MOST_HTML_BYTES = 100_000;

/** As many lines of each list as there is room for; names of hundreds of signs leave room for fewer. */
async function fitting(message: Message, urls: Urls, tenantName: string) {
  let mostLines = 10;
  for (;;) {
    const content = contentOf(message, tenantName, mostLines);
    const html = await htmlOf(emailDocument(content, message, { urls, tenantName }));
    if (Buffer.byteLength(html) <= MOST_HTML_BYTES || mostLines === 0) return { content, html };
    mostLines = Math.floor(mostLines / 2);
  }
}
