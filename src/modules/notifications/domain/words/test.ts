import type { Message } from '../message.js';
import { name } from '../safe-text.js';
import { field, told } from './told.js';

/** What a channel gets when somebody wants to know whether it works. */
export const testMessage = (channelName: string, askedBy: string | null, at: string): Message =>
  told({
    ...{ kind: 'test', at },
    title: 'Compliance Shepherd can reach this channel',
    text: 'This is a test. Nothing has happened, and nothing is to be done.',
    fields: [
      ...field('Channel', name(channelName)),
      ...field('Asked for by', askedBy === null ? null : name(askedBy)),
    ],
  });
