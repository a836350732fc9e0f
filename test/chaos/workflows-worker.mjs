import { query } from './workflows-process.mjs';
import { start } from '../../dist/start.js';

/** A worker that is killed. */
await start();
await query('INSERT INTO chaos_ready VALUES ($1)', [process.pid]);
