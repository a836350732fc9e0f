import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { acmCertificate } from '../../resources/acm/certificate.js';

const MINIMUM_BITS = 2_048;

export const rsaKeyLength = control({
  id: 'acm_certificates_rsa_key_length',
  on: acmCertificate,
  severity: 'high',
  class: 'security',
  title: 'ACM certificate has an RSA key of less than 2,048 bits',
  risk: 'A key that short can be broken with today’s means: who has it poses as the server and reads recorded traffic.',
  remediation: {
    text: 'Only imported certificates can have such a key: make a new one of at least 2,048 bits, have it signed, import it, and delete this one.',
    url: 'https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html',
  },
  needs: [],
  decide: ({ keyAlgorithm, kind, inUse }) => {
    const evidence = { keyAlgorithm, kind, inUse };
    if (keyAlgorithm === null) return undecided('AWS gave no key algorithm', evidence);
    const bits = /^RSA_(\d+)$/.exec(keyAlgorithm)?.[1];
    if (bits === undefined) return notApplicable(evidence); // elliptic curves: other lengths
    return (Number(bits) >= MINIMUM_BITS ? pass : fail)(evidence);
  },
});
