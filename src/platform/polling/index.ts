export { pause } from './pause.js';
export { PollLoop } from './poll-loop.js';
