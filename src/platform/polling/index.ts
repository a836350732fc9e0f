export { pause } from './pause.js';
export { PollLoop, type PollState } from './poll-loop.js';
export { POLLS, Polls, type PollMark } from './polls.js';
