import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { filtersIn } from './filters.js';

const findings = createRoute({
  getParentRoute: () => root,
  path: '/findings',
  validateSearch: filtersIn,
  component: lazyRouteComponent(() => import('./findings.js'), 'Findings'),
});

const finding = createRoute({
  getParentRoute: () => root,
  path: '/findings/$findingId',
  component: lazyRouteComponent(() => import('./finding.js'), 'FindingPage'),
});

export const findingsRoutes = [findings, finding];
