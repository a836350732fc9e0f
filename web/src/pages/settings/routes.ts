import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { type ComponentType, createElement } from 'react';
import { root } from '../../shell/root.js';
import { outcomeIn } from './accounts/discovery-queries.js';
import { filtersIn as accountFiltersIn } from './accounts/filters.js';
import { filtersIn as auditFiltersIn } from './audit-log/filters.js';
import { filtersIn as deliveryFiltersIn } from './channels/delivery-filters.js';
import { filtersIn as ruleFiltersIn } from './rules/filters.js';

const getParentRoute = () => root;
/** Beneath the tabs. */
const part = (load: () => Promise<ComponentType>) =>
  lazyRouteComponent(async () => {
    const [{ Settings }, Part] = await Promise.all([import('./settings.js'), load()]);
    return { default: () => createElement(Settings, null, createElement(Part)) };
  });

export const settingsRoutes = [
  createRoute({
    getParentRoute,
    path: '/settings',
    beforeLoad: () => {
      redirect({ to: '/settings/accounts', replace: true, throw: true });
    },
  }),
  createRoute({
    getParentRoute,
    path: '/settings/accounts',
    validateSearch: accountFiltersIn,
    component: part(async () => (await import('./accounts/accounts.js')).Accounts),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/accounts/new',
    component: part(async () => (await import('./accounts/new-account.js')).NewAccount),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/accounts/discover',
    validateSearch: outcomeIn,
    component: part(async () => (await import('./accounts/discovery.js')).Discovery),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/accounts/$accountId',
    component: part(async () => (await import('./accounts/account.js')).AccountPage),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/channels',
    component: part(async () => (await import('./channels/channels.js')).Channels),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/channels/new',
    component: part(async () => (await import('./channels/new-channel.js')).NewChannel),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/channels/deliveries',
    validateSearch: deliveryFiltersIn,
    component: part(async () => (await import('./channels/deliveries.js')).Deliveries),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/channels/deliveries/$deliveryId',
    component: part(async () => (await import('./channels/delivery.js')).DeliveryPage),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/channels/$channelId',
    component: part(async () => (await import('./channels/channel.js')).ChannelPage),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/rules',
    validateSearch: ruleFiltersIn,
    component: part(async () => (await import('./rules/rules.js')).Rules),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/rules/new',
    component: part(async () => (await import('./rules/new-rule.js')).NewRule),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/rules/$ruleId',
    component: part(async () => (await import('./rules/rule.js')).RulePage),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/mutes',
    component: part(async () => (await import('./mutes/mutes.js')).Mutes),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/mutes/new',
    component: part(async () => (await import('./mutes/new-mute.js')).NewMute),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/mutes/$muteId',
    component: part(async () => (await import('./mutes/mute.js')).MutePage),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/guardrails',
    component: part(async () => (await import('./guardrails/guardrails.js')).Guardrails),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/guardrails/$accountId',
    component: part(async () => (await import('./guardrails/account-guardrails.js')).AccountGuardrails),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/keys',
    component: part(async () => (await import('./keys/keys.js')).Keys),
  }),
  createRoute({
    getParentRoute,
    path: '/settings/audit-log',
    validateSearch: auditFiltersIn,
    component: part(async () => (await import('./audit-log/audit-log.js')).AuditLog),
  }),
];
