import { counter } from '../../platform/telemetry/index.js';

const DIMENSIONS = ['Environment', 'Service', 'Severity'] as const;

const counters = {
  opened: counter('IncidentsOpened', 'Incidents that were opened', DIMENSIONS, { unit: 'Count' }),
  escalated: counter(
    'IncidentsEscalated',
    'Times that nobody had acknowledged an incident in time',
    DIMENSIONS,
    { unit: 'Count' },
  ),
  contained: counter('IncidentsContained', 'Incidents whose resources were cut off', DIMENSIONS, {
    unit: 'Count',
  }),
  closed: counter('IncidentsClosed', 'Incidents that were closed', DIMENSIONS, { unit: 'Count' }),
};

export const countIncident = (environment: string, what: keyof typeof counters, severity: string): void =>
  counters[what].add({ Environment: environment, Service: 'incident-response', Severity: severity });
