import { AppError } from '../../../shared/app-error.js';

/** The link was good once: it has expired, or was used. */
export class LinkGone extends AppError {
  constructor(message: string) {
    super('CONFLICT', message);
  }
}

export const usedUp = (usedAt: Date): LinkGone =>
  new LinkGone(`This link was used at ${usedAt.toISOString()}: it serves once`);

export const expired = (at: Date): LinkGone =>
  new LinkGone(`This link has expired at ${at.toISOString()}: ask for what it was about by the API`);
