import { KEY_MARK } from './api-key.js';

/** Names of fields that say too much, whatever module they come from. */
const SECRET = /^(hash|externalId|authorization|.*(secret|password|token|apiKey|webhookUrl).*)$/i;

/** A value as the audit log keeps it: plain JSON, with dates as ISO 8601 and without secrets. */
export function auditable(value: unknown): unknown {
  const json: unknown = JSON.parse(JSON.stringify(value ?? null));
  return withoutSecrets(json);
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(KEY_MARK) ? '[secret]' : value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const hide = SECRET.test(name) && inner !== null && typeof inner !== 'boolean';
      return [name, hide ? '[secret]' : withoutSecrets(inner)];
    }),
  );
}
