import type { SESv2 } from '@aws-sdk/client-sesv2';
import { Injectable } from '@nestjs/common';
import { AwsClients } from '../../../platform/aws/index.js';

/** Amazon SES for nodemailer, with the credentials of the service itself. */
@Injectable()
export class SesTransport {
  constructor(private readonly clients: AwsClients) {}

  /** @param signal ends the call */
  async clientIn(region: string, signal: AbortSignal) {
    const ses = await this.clients.ambient(region).sesv2();
    const { SendEmailCommand } = await import('@aws-sdk/client-sesv2');
    const send = (command: unknown) =>
      ses.send(command as Parameters<SESv2['send']>[0], { abortSignal: signal }) as Promise<{
        MessageId?: string;
      }>;
    return { sesClient: { send, config: { region: () => Promise.resolve(region) } }, SendEmailCommand };
  }
}
