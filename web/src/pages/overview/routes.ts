import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { queryClient } from '../../api/query-client.js';
import { root } from '../../shell/root.js';
import { openFindings } from './queries.js';

export const overviewRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    loader: () => void queryClient.prefetchQuery(openFindings),
    component: lazyRouteComponent(() => import('./overview.js'), 'Overview'),
  }),
];
