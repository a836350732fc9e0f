import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { filtersIn } from './filters.js';

const incidents = createRoute({
  getParentRoute: () => root,
  path: '/incidents',
  validateSearch: filtersIn,
  component: lazyRouteComponent(() => import('./incidents.js'), 'Incidents'),
});

const newIncident = createRoute({
  getParentRoute: () => root,
  path: '/incidents/new',
  component: lazyRouteComponent(() => import('./new-incident.js'), 'NewIncident'),
});

const incident = createRoute({
  getParentRoute: () => root,
  path: '/incidents/$incidentId',
  component: lazyRouteComponent(() => import('./incident.js'), 'IncidentPage'),
});

export const incidentsRoutes = [incidents, newIncident, incident];
