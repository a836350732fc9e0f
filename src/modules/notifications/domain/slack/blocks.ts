/*
 * The blocks of Slack's Block Kit that we use, with the limits of docs.slack.dev/reference/block-kit. What others have
 * named stands in rich_text or plain_text (without emoji) alone: there is nothing to escape in these, and no name can
 * become a mention, a link or bold. In mrkdwn even `arn:aws:s3` may turn into a workspace's :aws: emoji.
 */

export interface PlainText {
  type: 'plain_text';
  text: string;
  emoji: false;
}

export interface TextElement {
  type: 'text';
  text: string;
  style?: { bold?: true; italic?: true; code?: true };
}

export interface RichSection {
  type: 'rich_text_section';
  elements: TextElement[];
}

export interface RichList {
  type: 'rich_text_list';
  style: 'bullet';
  elements: RichSection[];
}

export interface Button {
  type: 'button';
  text: PlainText;
  url: string;
  action_id: string;
  style?: 'primary' | 'danger';
}

export type Block =
  | { type: 'header'; text: PlainText }
  | { type: 'rich_text'; elements: (RichSection | RichList)[] }
  | { type: 'context'; elements: PlainText[] }
  | { type: 'actions'; elements: Button[] }
  | { type: 'divider' };

export const MOST_BLOCKS = 50;
export const MOST_HEADER = 150;
export const MOST_BUTTON_TEXT = 75;
export const MOST_URL = 3000;
/** Of a section's text; Slack names none for rich_text, so that it is held to the same. */
export const MOST_SECTION = 3000;
/** Of all blocks together: more is answered by msg_blocks_too_long from somewhat above this. */
export const MOST_OF_ALL = 12_000;

export const plain = (text: string): PlainText => ({ type: 'plain_text', text, emoji: false });

type Style = NonNullable<TextElement['style']>;

export const words = (text: string, style?: Style): TextElement => ({
  ...{ type: 'text', text },
  ...(style === undefined ? {} : { style }),
});

export const section = (...elements: TextElement[]): RichSection => ({ type: 'rich_text_section', elements });

/** Text of `text` in Slack's own markup, where & < > alone mean something; @here stays what somebody has written. */
export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=here|channel|everyone)/gi, '@\u2060');
