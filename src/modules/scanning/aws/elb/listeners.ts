import {
  type Action,
  type ElasticLoadBalancingV2,
  type Listener,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  type ElbListener,
  type HttpAction,
  takesPlainHttp,
} from '../../domain/resources/elb/load-balancer.js';
import { byKey, text } from '../fields.js';
import { present } from '../map-concurrent.js';
import { unlessGone } from '../reader.js';
import { type SslPolicies } from './ssl-policies.js';

const PAGE = 400;
/** Listeners with a security policy (elasticloadbalancing/latest/APIReference/API_Listener.html). */
const SECURED: readonly string[] = ['HTTPS', 'TLS'];

export async function listenersOf(
  elb: ElasticLoadBalancingV2,
  LoadBalancerArn: string,
  policies: SslPolicies,
): Promise<ElbListener[]> {
  const listeners: ElbListener[] = [];
  let Marker: string | undefined;
  do {
    const page = await elb.describeListeners({ LoadBalancerArn, PageSize: PAGE, Marker });
    const found = (page.Listeners ?? []).map((listener) => toListener(elb, listener, policies));
    listeners.push(...present(await Promise.all(found)));
    Marker = page.NextMarker;
  } while (Marker);
  return byKey(listeners, ({ arn }) => arn);
}

/** null: the listener is gone since it was listed. */
const toListener = (
  elb: ElasticLoadBalancingV2,
  listener: Listener,
  policies: SslPolicies,
): Promise<ElbListener | null> =>
  unlessGone(async () => {
    const { ListenerArn: arn } = listener;
    if (arn === undefined) return null;
    // the emulator gives every listener a policy
    const sslPolicy = SECURED.includes(listener.Protocol ?? '') ? text(listener.SslPolicy) : null;
    return {
      arn,
      protocol: text(listener.Protocol),
      port: listener.Port ?? null,
      sslPolicy,
      tls: sslPolicy === null ? null : await policies.of(sslPolicy),
      certificateArns: (listener.Certificates ?? [])
        .flatMap(({ CertificateArn }) => CertificateArn ?? [])
        .sort(),
      httpActions: listener.Protocol === 'HTTP' ? await httpActionsOf(elb, arn, listener.DefaultActions) : [],
    };
  }, 'ListenerNotFound');

/** The default rule comes with the listener; the others, by a call of their own, only decide where it is safe. */
async function httpActionsOf(
  elb: ElasticLoadBalancingV2,
  ListenerArn: string,
  defaultActions: readonly Action[] | undefined,
): Promise<HttpAction[]> {
  const byDefault = toHttpAction('default', defaultActions);
  if (takesPlainHttp(byDefault)) return [byDefault];
  const actions: HttpAction[] = [];
  let Marker: string | undefined;
  do {
    const page = await elb.describeRules({ ListenerArn, PageSize: PAGE, Marker });
    const others = (page.Rules ?? []).filter(({ IsDefault }) => IsDefault !== true);
    actions.push(...others.map((rule) => toHttpAction(rule.Priority ?? '', rule.Actions)));
    Marker = page.NextMarker;
  } while (Marker);
  return [byDefault, ...byKey(actions, ({ rule }) => rule.padStart(5, '0'))];
}

/** The action with the highest Order answers; those before it only ask who the client is. */
function toHttpAction(rule: string, actions: readonly Action[] = []): HttpAction {
  const last = actions.toSorted((a, b) => (a.Order ?? 0) - (b.Order ?? 0)).at(-1);
  return {
    rule,
    type: last?.Type ?? 'unknown',
    protocol: text(last?.RedirectConfig?.Protocol),
    statusCode: text(last?.RedirectConfig?.StatusCode) ?? text(last?.FixedResponseConfig?.StatusCode),
  };
}
