import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { statusIn } from './status.js';

const remediations = createRoute({
  getParentRoute: () => root,
  path: '/remediations',
  validateSearch: statusIn,
  component: lazyRouteComponent(() => import('./remediations.js'), 'Remediations'),
});

const remediation = createRoute({
  getParentRoute: () => root,
  path: '/remediations/$remediationId',
  component: lazyRouteComponent(() => import('./remediation.js'), 'RemediationPage'),
});

export const remediationsRoutes = [remediations, remediation];
