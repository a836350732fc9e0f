import type { OrganizationAccount } from '../domain/discovery.js';

/** The organization of AWS that the service looks for accounts in. */
export abstract class Organization {
  /**
   * All of its accounts, whatever their state: all of them or an error, never some.
   * @throws OrganizationRefused where asking again would not help; the SDK's error, once its retries are used up
   */
  abstract accounts(signal?: AbortSignal): Promise<OrganizationAccount[]>;
}

/** AWS will not say which accounts there are, until somebody changes something. */
export class OrganizationRefused extends Error {
  constructor(
    readonly reason: 'denied' | 'no_organization' | 'no_credentials' | 'unsupported',
    message: string,
  ) {
    super(message);
    this.name = 'OrganizationRefused';
  }
}
