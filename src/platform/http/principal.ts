import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { Request } from 'express';

/** What a key may do; each role may do what those before it may. */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who a key stands for. The platform key belongs to no tenant. */
export interface Principal {
  keyId: string;
  /** An email: the "who" of the audit log. */
  owner: string;
  role: Role | 'platform';
  tenantId: string | null;
}

/** The principal of a request, with the tenant on which it acts. */
export interface Caller extends Principal {
  tenantId: string;
  /** By what other way than the API it came, for the audit log: `link lnk_…`. */
  via?: string;
}

/** Turns a bearer token into a principal; modules/access does it. */
export abstract class Authenticator {
  /** The principal, or undefined for a token that is unknown, expired or revoked. */
  abstract authenticate(token: string): Promise<Principal | undefined>;
  /** The same by the SHA-256 (hex) of the token, as it was kept. */
  abstract byHash(hash: string): Promise<Principal | undefined>;
  abstract tenantExists(tenantId: string): Promise<boolean>;
  /** SHA-256 (hex) of keys that may be used now: the platform key's (the replaced one's too), and of so many that were used last. */
  abstract recentHashes(most: number): Promise<readonly string[]>;
  /** Told when an address was locked for wrong keys. It does not throw, and nobody waits for it. */
  abstract addressLocked(address: string, seconds: number): void;
}

/** Turns a browser's session into the key that it was started with; modules/access does it. */
export abstract class Sessions {
  /** SHA-256 (hex) of the key, or undefined for a session that is unknown or has ended. */
  abstract keyHashOf(token: string): Promise<string | undefined>;
}

export const ACCESS = Symbol('what a route asks of its caller');
export type RouteAccess = 'public' | 'metrics' | 'platform' | Role;

/** A route that needs no key. */
export const Public = () =>
  applyDecorators(SetMetadata(ACCESS, 'public' satisfies RouteAccess), ApiSecurity({}));

/** A route for keys of this role or a higher one (the platform key may do all). Without it a route is for admins. */
export const Needs = (access: Exclude<RouteAccess, 'public'>) =>
  applyDecorators(
    SetMetadata(ACCESS, access),
    ApiExtension('x-role', access === 'metrics' ? 'viewer' : access),
  );

export function mayDo(principal: Principal, access: Exclude<RouteAccess, 'public' | 'metrics'>): boolean {
  if (principal.role === 'platform') return true;
  return access !== 'platform' && roles.indexOf(principal.role) >= roles.indexOf(access);
}

export interface AppRequest extends Request {
  caller?: Caller;
}

/** The caller of this request, in a controller's method. */
export const WhoCalls = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<AppRequest>();
  if (caller === undefined) throw new Error('a public route has no caller');
  return caller;
});
