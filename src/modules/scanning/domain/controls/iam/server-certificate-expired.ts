import { control, fail, pass, undecided } from '../../control.js';
import { iamServerCertificate } from '../../resources/iam/server-certificate.js';

export const serverCertificateExpired = control({
  id: 'iam_no_expired_server_certificates_stored',
  on: iamServerCertificate,
  severity: 'high',
  class: 'security',
  title: 'Server certificate in IAM has expired',
  risk: 'Put on a load balancer by mistake it turns visitors away, and teaches them to click warnings off.',
  remediation: {
    text: 'Delete the certificate; get a new one from ACM, which renews it by itself.',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html',
  },
  needs: [],
  decide: ({ expiresAt }, { now }) => {
    if (expiresAt === null) return undecided('AWS gave no expiration date');
    return Date.parse(expiresAt) <= now.getTime() ? fail({ expiresAt }) : pass({ expiresAt });
  },
});
