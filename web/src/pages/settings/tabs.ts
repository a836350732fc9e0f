import type { Role } from '../../api/session.js';

/** The parts of the settings; one that a key may not read is not shown to it. */
export const tabs = [
  { to: '/settings/accounts', name: 'Accounts', role: 'viewer' },
  { to: '/settings/channels', name: 'Channels', role: 'viewer' },
  { to: '/settings/rules', name: 'Rules', role: 'viewer' },
  { to: '/settings/mutes', name: 'Mutes', role: 'viewer' },
  { to: '/settings/guardrails', name: 'Guardrails', role: 'viewer' },
  { to: '/settings/keys', name: 'Keys', role: 'admin' },
  { to: '/settings/audit-log', name: 'Audit log', role: 'admin' },
] as const satisfies readonly { to: string; name: string; role: Role }[];
