import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { kindIn } from './kinds.js';

export const reportsRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/reports',
    validateSearch: kindIn,
    component: lazyRouteComponent(() => import('./reports.js'), 'Reports'),
  }),
];
