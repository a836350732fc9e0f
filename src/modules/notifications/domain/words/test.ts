import type { Message } from '../message.js';
import { name } from '../safe-text.js';
import { told } from './told.js';

/** What a channel gets when somebody wants to know whether it works. */
export const testMessage = (channelName: string, askedBy: string, at: string): Message =>
  told({
    ...{ kind: 'test', at, title: 'A test of Compliance Shepherd' },
    text: `${name(askedBy)} has tried out the channel ${name(channelName)}. Nothing has happened, and nothing is to be done.`,
  });
