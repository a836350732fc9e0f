import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { arnIn, filtersIn } from './filters.js';

const resources = createRoute({
  getParentRoute: () => root,
  path: '/resources',
  validateSearch: filtersIn,
  component: lazyRouteComponent(() => import('./resources.js'), 'Resources'),
});

/** The ARN is no part of the path: it holds slashes. */
const resource = createRoute({
  getParentRoute: () => root,
  path: '/resource',
  validateSearch: arnIn,
  component: lazyRouteComponent(() => import('./resource.js'), 'ResourcePage'),
});

export const resourcesRoutes = [resources, resource];
