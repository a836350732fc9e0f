import { api } from './lib/api.mjs';
import { output } from './lib/output.mjs';

/**
 * npm run rotate-secrets [-- --new-data-key]: has a running service seal anew, at once, what older keys have sealed,
 * and says what is left. SHEPHERD_URL and SHEPHERD_API_KEY name the service and its platform key.
 */

const out = output(process.stdout);
const { SHEPHERD_URL: url = 'http://127.0.0.1:8084', SHEPHERD_API_KEY: key } = process.env;
const unknown = process.argv.slice(2).filter((word) => word !== '--new-data-key');
if (!key || unknown.length > 0) {
  out.fail(unknown.length > 0 ? `What is ${unknown.join(' ')}?` : 'Set SHEPHERD_API_KEY to the platform key');
  process.exit(2);
}
try {
  const newDataKey = process.argv.includes('--new-data-key');
  const { current, retired, resealed, left, unreadable } = await api(url, key).post('/secret-keys/rotate', {
    newDataKey,
  });
  out.done(`${resealed} secrets sealed anew with ${current?.key ?? 'no key yet'}, ${left} left`);
  for (const { key: name, secrets, emptiedAt } of retired)
    out.line(
      `    ${name}: ${emptiedAt === null ? `needed, ${secrets} secrets` : `not needed since ${emptiedAt}`}`,
    );
  if (unreadable > 0) out.fail(`${unreadable} cannot be read: give their key back, or the secrets anew`);
  process.exitCode = left > 0 ? 1 : 0;
} catch (error) {
  out.fail(error.message);
  process.exitCode = 1;
}
