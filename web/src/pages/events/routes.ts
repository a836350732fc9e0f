import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { filtersIn } from './filters.js';

const events = createRoute({
  getParentRoute: () => root,
  path: '/events',
  validateSearch: filtersIn,
  component: lazyRouteComponent(() => import('./events.js'), 'Events'),
});

const event = createRoute({
  getParentRoute: () => root,
  path: '/events/$eventId',
  component: lazyRouteComponent(() => import('./event.js'), 'EventPage'),
});

export const eventsRoutes = [events, event];
