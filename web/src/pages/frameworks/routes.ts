import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { filtersIn } from './filters.js';

const frameworks = createRoute({
  getParentRoute: () => root,
  path: '/frameworks',
  component: lazyRouteComponent(() => import('./frameworks.js'), 'Frameworks'),
});

const framework = createRoute({
  getParentRoute: () => root,
  path: '/frameworks/$frameworkId',
  validateSearch: filtersIn,
  component: lazyRouteComponent(() => import('./framework.js'), 'FrameworkPage'),
});

export const frameworksRoutes = [frameworks, framework];
