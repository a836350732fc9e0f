/** The pages that can be gone to from everywhere: by the bar, and by `g` and a key. */
export const places = [
  { to: '/', name: 'Overview', key: 'o' },
  { to: '/findings', name: 'Findings', key: 'f' },
  { to: '/resources', name: 'Resources', key: 'r' },
  { to: '/controls', name: 'Controls', key: 'c' },
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
