import { describe, expect, it } from '@jest/globals';
import { httpListener, httpsListener, loadBalancer } from '../../../../../../test/support/examples/elb.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type ElbListener } from '../../resources/elb/load-balancer.js';
import { insecureSslCiphers } from './insecure-ssl-ciphers.js';

const decide = (...listeners: ElbListener[]) =>
  insecureSslCiphers.evaluate(loadBalancer({ listeners }), context());

const policy = (protocols: string[], ciphers = ['ECDHE-RSA-AES128-SHA']) =>
  httpsListener({ tls: { protocols, ciphers } });
const unread = httpsListener({ tls: denied });

describe('elbv2_insecure_ssl_ciphers', () => {
  it('passes TLS 1.2 and 1.3, whatever the policy is called', () => {
    const listener = httpsListener({ sslPolicy: 'ELBSecurityPolicy-of-next-year' });
    expect(decide(listener, httpListener()).verdict).toBe('pass');
  });

  it('fails older protocols, on one listener of several, and on a TLS listener too', () => {
    const old = { ...policy(['TLSv1', 'TLSv1.1', 'TLSv1.2']), protocol: 'TLS' };
    expect(decide(httpsListener(), old)).toMatchObject({
      verdict: 'fail',
      evidence: { weak: [{ protocols: ['TLSv1', 'TLSv1.1'], ciphers: [] }] },
    });
  });

  it('fails broken ciphers', () => {
    expect(decide(policy(['TLSv1.2'], ['DES-CBC3-SHA', 'ECDHE-RSA-AES128-SHA']))).toMatchObject({
      verdict: 'fail',
      evidence: { weak: [{ ciphers: ['DES-CBC3-SHA'] }] },
    });
  });

  it('does not apply where no listener negotiates TLS', () => {
    expect(decide(httpListener()).verdict).toBe('not_applicable');
  });

  it('has no evidence where a policy cannot be read, but still fails what another listener shows', () => {
    expect(decide(httpsListener(), unread).verdict).toBe('no_evidence');
    expect(decide(policy(['TLSv1']), unread).verdict).toBe('fail');
    expect(decide(httpsListener({ tls: null })).verdict).toBe('no_evidence');
  });
});
