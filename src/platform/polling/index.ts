export { PollLoop } from './poll-loop.js';
