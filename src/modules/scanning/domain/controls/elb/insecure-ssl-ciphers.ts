import { control, fail, notApplicable, pass, undecided, withoutPart } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { elbLoadBalancer } from '../../resources/elb/load-balancer.js';

/** Ciphers that are broken, whatever the protocol: RC4, DES and 3DES, those without encryption, export ones, MD5. */
const BROKEN = /RC4|DES|NULL|EXP|MD5|ANON|ADH/i;

/**
 * Decides by what the security policy negotiates, which AWS tells, not by a list of names that grows old with each
 * policy that AWS adds.
 */
export const insecureSslCiphers = control({
  id: 'elbv2_insecure_ssl_ciphers',
  on: elbLoadBalancer,
  severity: 'medium',
  class: 'security',
  title: 'Load balancer negotiates outdated TLS versions or broken ciphers',
  risk: 'Who stands in between talks both sides down to what can be broken, and reads along.',
  remediation: {
    text: 'Choose a security policy of TLS 1.2 and 1.3 only for each HTTPS and TLS listener, such as ELBSecurityPolicy-TLS13-1-2-2021-06 (ModifyListener); clients older than TLS 1.2 then stay out.',
    url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
  },
  needs: ['listeners'],
  parameters: { allowedProtocols: ['TLSv1.2', 'TLSv1.3'] as readonly string[] },
  decide: ({ kind, listeners }, { parameters: { allowedProtocols } }) => {
    const secured = listeners.filter(({ sslPolicy }) => sslPolicy !== null);
    const policies = [...new Set(secured.map(({ sslPolicy }) => sslPolicy))];
    if (secured.length === 0) return notApplicable({ kind, listeners: listeners.length });
    const weak = secured.flatMap(({ arn, port, sslPolicy, tls }) => {
      if (tls === null || isNoEvidence(tls)) return [];
      const protocols = tls.protocols.filter((protocol) => !allowedProtocols.includes(protocol));
      const ciphers = tls.ciphers.filter((cipher) => BROKEN.test(cipher));
      return protocols.length + ciphers.length === 0
        ? []
        : { listener: arn, port, sslPolicy, protocols, ciphers };
    });
    if (weak.length > 0) return fail({ policies, weak });
    const unread = secured.map(({ tls }) => tls).find(isNoEvidence);
    if (unread !== undefined) return withoutPart('listeners.tls', unread, { policies });
    if (secured.some(({ tls }) => tls === null || isNoEvidence(tls) || tls.protocols.length === 0)) {
      return undecided('AWS does not describe the security policy', { policies });
    }
    return pass({ policies });
  },
});
