import type { Schemas } from '../../../api/api.js';
import { Time } from '../../../ui/time.js';
import { tagInWords } from '../tags.js';

export type MuteRule = Schemas['Mute']['rules'][number];

/** What a rule asks for, in words. */
export const ruleInWords = ({ controlId, accountId, region, resourceArn, tag }: MuteRule): string =>
  [
    controlId,
    accountId === undefined ? undefined : `in ${accountId}`,
    region === undefined ? undefined : `in ${region}`,
    resourceArn === undefined ? undefined : `of ${resourceArn}`,
    tag === undefined ? undefined : `with the tag ${tagInWords(tag)}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');

const BRIEF = 120;

/** A reason may be as long as a page. */
export const brief = (text: string): string =>
  text.length <= BRIEF ? text : `${[...text].slice(0, BRIEF).join('')}…`;

/** Until when it mutes. */
export const Until = ({ of: { expiresAt, isExpired } }: { of: Schemas['Mute'] }) =>
  expiresAt === null ? (
    <span className="soft">until it is deleted</span>
  ) : (
    <span className={isExpired ? 'bad' : undefined}>
      {isExpired ? 'expired' : 'expires'} <Time at={expiresAt} short />
    </span>
  );
