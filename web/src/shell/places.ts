/**
 * The pages that can be gone to from everywhere: by the bar, and by `g` and a key.
 * `also`: pages that belong to it, though they do not lie below its path.
 */
export const places = [
  { to: '/', name: 'Overview', key: 'o' },
  { to: '/findings', name: 'Findings', key: 'f' },
  { to: '/resources', name: 'Resources', key: 'r', also: '/resource' },
  { to: '/controls', name: 'Controls', key: 'c', also: '/frameworks' },
  { to: '/schedules', name: 'Schedules', key: 's' },
  { to: '/workflows', name: 'Workflows', key: 'w' },
  { to: '/approvals', name: 'Approvals', key: 'a' },
  { to: '/remediations', name: 'Remediations', key: 'm' },
  { to: '/incidents', name: 'Incidents', key: 'i' },
  { to: '/patching', name: 'Patching', key: 't' },
  { to: '/events', name: 'Events', key: 'e' },
  { to: '/reports', name: 'Reports', key: 'p' },
  { to: '/settings', name: 'Settings', key: ',' },
] as const;
