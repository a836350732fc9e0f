import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';

/**
 * AWS does not say what uses a certificate, and Elastic Load Balancing may go on with one that is gone.
 * docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServerCertificate.html
 */
export const deleteExpiredCertificate = fix({
  controls: ['iam_no_expired_server_certificates_stored'],
  type: 'AWS::IAM::ServerCertificate',
  title: 'Delete the expired server certificate',
  loses: 'The certificate and its private key: IAM gives out no private key that could be put back',
  reads: {
    certificate: read(
      'iam',
      'GetServerCertificate',
      z.object({
        ServerCertificate: z.object({
          ServerCertificateMetadata: z.object({
            ServerCertificateId: z.string().optional(),
            Expiration: z.string().optional(),
          }),
        }),
      }),
      ({ name }) => ({ ServerCertificateName: name }),
      { absent: 'NoSuchEntity' },
    ),
  },
  actions: ['iam:DeleteServerCertificate'],
  plan: ({ target: { name }, state: { certificate }, now }) => {
    if (certificate === null) return nothing('It is gone');
    const { Expiration } = certificate.ServerCertificate.ServerCertificateMetadata;
    if (Expiration === undefined) return refuse('AWS does not tell when it expires');
    if (Date.parse(Expiration) > now.getTime())
      return refuse(`It is valid until ${Expiration.slice(0, 10)}: only an expired one is deleted`);
    return change(
      [
        `The certificate, which expired on ${Expiration.slice(0, 10)}, will be gone`,
        'AWS does not say whether a load balancer or distribution still names it: look before you approve',
      ],
      [call('iam', 'DeleteServerCertificate', { ServerCertificateName: name }, { done: ['NoSuchEntity'] })],
    );
  },
});
