import { startFaultProxy } from '../../test/support/fault-proxy.mjs';

/** The fault proxy as a process of its own: node fault-proxy-process.mjs TARGET LATENCY_MS. Prints where it listens. */
const [target, latencyMs] = process.argv.slice(2);
const proxy = await startFaultProxy({ target, latencyMs: Number(latencyMs), rules: [] });
console.log(`listening ${proxy.url}`);
