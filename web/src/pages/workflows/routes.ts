import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { filtersIn } from './filters.js';

const workflows = createRoute({
  getParentRoute: () => root,
  path: '/workflows',
  validateSearch: filtersIn,
  component: lazyRouteComponent(() => import('./workflows.js'), 'Workflows'),
});

const execution = createRoute({
  getParentRoute: () => root,
  path: '/workflows/$executionArn',
  component: lazyRouteComponent(() => import('./execution.js'), 'ExecutionPage'),
});

export const workflowsRoutes = [workflows, execution];
