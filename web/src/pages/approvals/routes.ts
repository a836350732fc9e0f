import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { statusIn } from './status.js';

const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: statusIn,
  component: lazyRouteComponent(() => import('./approvals.js'), 'Approvals'),
});

const approval = createRoute({
  getParentRoute: () => root,
  path: '/approvals/$approvalId',
  component: lazyRouteComponent(() => import('./approval.js'), 'ApprovalPage'),
});

export const approvalsRoutes = [approvals, approval];
