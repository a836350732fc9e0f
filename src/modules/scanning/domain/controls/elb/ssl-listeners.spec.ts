import { describe, expect, it } from '@jest/globals';
import { httpListener, httpsListener, loadBalancer } from '../../../../../../test/support/examples/elb.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type ElbLoadBalancer, type HttpAction } from '../../resources/elb/load-balancer.js';
import { sslListeners } from './ssl-listeners.js';

const verdict = (changed: Partial<ElbLoadBalancer>) =>
  sslListeners.evaluate(loadBalancer(changed), context()).verdict;

const action = (changed: Partial<HttpAction>): HttpAction => ({
  ...{ rule: '10', type: 'forward', protocol: null, statusCode: null },
  ...changed,
});
const withActions = (...actions: Partial<HttpAction>[]) =>
  verdict({ listeners: [httpListener({ httpActions: actions.map(action) })] });

const redirect = { rule: 'default', type: 'redirect', protocol: 'HTTPS', statusCode: 'HTTP_301' };

describe('elbv2_ssl_listeners', () => {
  it('passes HTTPS alone, and HTTP that is redirected to HTTPS', () => {
    expect(verdict({ listeners: [httpsListener()] })).toBe('pass');
    expect(withActions(redirect)).toBe('pass');
  });

  it('fails HTTP that is forwarded, or redirected to HTTP again', () => {
    expect(withActions({ rule: 'default' })).toBe('fail');
    expect(withActions({ ...redirect, protocol: '#{protocol}' })).toBe('fail');
  });

  it('fails a listener that redirects by one rule and forwards by another', () => {
    expect(withActions(redirect, { rule: '10' })).toBe('fail');
  });

  it('takes a refusal for as good as a redirect, but not a fixed page', () => {
    expect(withActions(redirect, { type: 'fixed-response', statusCode: '403' })).toBe('pass');
    expect(withActions({ type: 'fixed-response', statusCode: '200' })).toBe('fail');
  });

  it('does not apply to other balancers, or without a listener', () => {
    expect(verdict({ kind: 'network', listeners: [httpsListener({ protocol: 'TCP' })] })).toBe(
      'not_applicable',
    );
    expect(verdict({ listeners: [] })).toBe('not_applicable');
  });

  it('has no evidence where the listeners may not be read', () => {
    expect(verdict({ listeners: denied })).toBe('no_evidence');
  });
});
