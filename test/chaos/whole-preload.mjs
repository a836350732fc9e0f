import 'reflect-metadata';
import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { TaskRegistry } from '../../dist/platform/tasks/task-registry.js';
import { SystemClock } from '../../dist/shared/clock.js';

/**
 * Comes before dist/main.js in every process of the whole (`node --import`): a clock that can jump, look-ups of names
 * that can fail, and a task with an effect outside. What holds at the moment stands in the file CHAOS_CONTROL.
 */
const { CHAOS_CONTROL, CHAOS_EFFECTS } = process.env;
const LOOK_MS = 100;

let control = { offsetMs: 0, failLookups: false };
const look = () => (control = JSON.parse(readFileSync(CHAOS_CONTROL, 'utf8')));
look();
setInterval(look, LOOK_MS).unref();

SystemClock.prototype.now = () => new Date(Date.now() + control.offsetMs);

/** As a resolver that cannot be reached; every address of this test is called localhost. */
const away = (host) => Object.assign(new Error(`getaddrinfo EAI_AGAIN ${host}`), { code: 'EAI_AGAIN', host });
dns.lookup = (host, options, done) => {
  const { all = false } = typeof options === 'object' ? options : {};
  const tell = typeof options === 'function' ? options : done;
  const address = host === 'localhost' ? '127.0.0.1' : host;
  process.nextTick(() => {
    if (control.failLookups && address !== host) tell(away(host));
    else if (all) tell(null, [{ address, family: 4 }]);
    else tell(null, address, 4);
  });
};
dns.promises.lookup = (host, options) =>
  new Promise((done, failed) =>
    dns.lookup(host, options ?? {}, (error, address, family) =>
      error ? failed(error) : done(options?.all ? address : { address, family }),
    ),
  );
for (const name of ['resolve', 'resolve4', 'resolve6']) {
  const ask = (host, ...rest) => process.nextTick(() => rest.at(-1)(away(host)));
  dns[name] = ask;
  dns.Resolver.prototype[name] = ask;
}
syncBuiltinESMExports();

/** Tells a receiver outside, by the key with which nothing is done twice. */
async function effect(input, { idempotencyKey: key }) {
  const what = input.what ?? `${input.metadata.scheduleId} ${input.metadata.triggeredAt}`;
  const answer = await fetch(CHAOS_EFFECTS, { method: 'POST', body: JSON.stringify({ key, what }) });
  if (!answer.ok) throw new Error(`The receiver of effects answered ${answer.status}`);
  return { done: what };
}
const { find } = TaskRegistry.prototype;
TaskRegistry.prototype.find = function (name) {
  return name.replace(/^arn:.*:function:/, '') === 'chaos-effect'
    ? { name: 'chaos-effect', whenOpen: 'wait', run: effect }
    : find.call(this, name);
};
