import { daysBetween } from '../../../../../shared/clock.js';
import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { acmCertificate } from '../../resources/acm/certificate.js';

export const expirationCheck = control({
  id: 'acm_certificates_expiration_check',
  on: acmCertificate,
  severity: 'medium',
  class: 'security',
  title: 'ACM certificate has expired or expires soon',
  risk: 'From the moment it expires, clients refuse the connection, or learn to click warnings away.',
  remediation: {
    text: 'Renew an imported certificate and import it again under its ARN; for one of ACM see why the managed renewal waits (a missing validation record, or no use of the certificate), or delete it.',
    url: 'https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html',
  },
  needs: [],
  parameters: { minimumDaysLeft: 30 },
  decide: ({ status, kind, notAfter, inUse, renewal }, { now, parameters: { minimumDaysLeft } }) => {
    const evidence = { status, kind, notAfter, inUse, renewal, minimumDaysLeft };
    if (status === 'EXPIRED') return fail(evidence);
    // never issued, or revoked: nothing that anybody could be served
    if (status !== 'ISSUED') return notApplicable(evidence);
    if (notAfter === null) return undecided('AWS gave no NotAfter', evidence);
    const daysLeft = daysBetween(now, new Date(notAfter));
    return (daysLeft > minimumDaysLeft ? pass : fail)({ ...evidence, daysLeft: Math.floor(daysLeft) });
  },
});
