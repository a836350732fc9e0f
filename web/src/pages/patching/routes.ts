import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { askedIn, complianceIn, installationsIn, patchesIn, vulnerabilitiesIn } from './filters.js';

const compliance = createRoute({
  getParentRoute: () => root,
  path: '/patching',
  validateSearch: complianceIn,
  component: lazyRouteComponent(() => import('./compliance.js'), 'Compliance'),
});

const vulnerabilities = createRoute({
  getParentRoute: () => root,
  path: '/patching/vulnerabilities',
  validateSearch: vulnerabilitiesIn,
  component: lazyRouteComponent(() => import('./vulnerabilities.js'), 'Vulnerabilities'),
});

const installations = createRoute({
  getParentRoute: () => root,
  path: '/patching/installations',
  validateSearch: installationsIn,
  component: lazyRouteComponent(() => import('./installations.js'), 'Installations'),
});

const newInstallation = createRoute({
  getParentRoute: () => root,
  path: '/patching/installations/new',
  validateSearch: patchesIn,
  component: lazyRouteComponent(() => import('./new-installation.js'), 'NewInstallation'),
});

const installation = createRoute({
  getParentRoute: () => root,
  path: '/patching/installations/$installationId',
  component: lazyRouteComponent(() => import('./installation.js'), 'InstallationPage'),
});

const batch = createRoute({
  getParentRoute: () => root,
  path: '/patching/batches/$batchId',
  component: lazyRouteComponent(() => import('./batch.js'), 'BatchPage'),
});

const approvals = createRoute({
  getParentRoute: () => root,
  path: '/patching/approvals',
  validateSearch: askedIn,
  component: lazyRouteComponent(() => import('./patch-approvals.js'), 'PatchApprovals'),
});

const approval = createRoute({
  getParentRoute: () => root,
  path: '/patching/approvals/$patchApprovalId',
  component: lazyRouteComponent(() => import('./patch-approval.js'), 'PatchApprovalPage'),
});

const policy = createRoute({
  getParentRoute: () => root,
  path: '/patching/policy',
  component: lazyRouteComponent(() => import('./policy.js'), 'PatchPolicy'),
});

export const patchingRoutes = [
  ...[compliance, vulnerabilities, installations, newInstallation, installation],
  ...[batch, approvals, approval, policy],
];
