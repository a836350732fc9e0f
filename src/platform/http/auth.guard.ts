import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AppError, forbidden, notFound } from '../../shared/app-error.js';
import { Config } from '../config/index.js';
import { Admission, PROBES, type Shown } from './admission.js';
import {
  ACCESS,
  Authenticator,
  mayDo,
  type AppRequest,
  type Caller,
  type Principal,
  type RouteAccess,
} from './principal.js';
import { RateLimits } from './rate-limits.js';

const DEFAULT_TENANT = 'default';

/** Every request that was admitted (Admission) passes here: rate limit, key, role, tenant; in that order. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly limits: RateLimits,
    private readonly config: Config,
    private readonly admission: Admission,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AppRequest>();
    const access =
      this.reflector.getAllAndOverride<RouteAccess | undefined>(ACCESS, [
        context.getHandler(),
        context.getClass(),
      ]) ?? 'admin';
    if (!this.config.runsApi && access !== 'public' && access !== 'metrics') {
      throw new AppError('NOT_FOUND', 'This process is a worker: it serves /health and /metrics');
    }
    const shown = this.admission.shown(request);
    if (access === 'public' || (access === 'metrics' && this.config.get('METRICS_OPEN'))) {
      // a balancer behind whom all share an address must not take the service for dead
      if (!PROBES.includes(request.path)) await this.limits.takeForAddress(shown.peer);
      return true;
    }
    const principal = await this.#principal(shown);
    await this.limits.takeForKey(principal.keyId);
    if (!mayDo(principal, access === 'metrics' ? 'viewer' : access)) {
      throw forbidden(`This needs a key of the role ${access === 'metrics' ? 'viewer' : access}`);
    }
    request.caller = await this.#caller(principal, request, access);
    return true;
  }

  async #principal(shown: Shown): Promise<Principal> {
    const { token } = shown;
    const principal = token === undefined ? undefined : await this.authenticator.authenticate(token);
    if (principal !== undefined) {
      this.admission.proved(shown);
      return principal;
    }
    await this.admission.failed(shown);
    throw new AppError(
      'UNAUTHENTICATED',
      token === undefined
        ? 'Send an API key as "Authorization: Bearer KEY"'
        : 'This API key is unknown, expired or revoked',
    );
  }

  /**
   * A tenant's key acts on its tenant; the platform key on the one that the query or body names. What only the
   * platform key may do (making a tenant) may name one that is not there.
   */
  async #caller(principal: Principal, request: AppRequest, access: RouteAccess): Promise<Caller> {
    const named = namedTenants(request);
    if (principal.tenantId !== null) {
      if (named.some((tenantId) => tenantId !== principal.tenantId))
        throw forbidden('This key belongs to another tenant');
      return { ...principal, tenantId: principal.tenantId };
    }
    const tenantId = named[0] ?? DEFAULT_TENANT;
    if (named.some((other) => other !== tenantId))
      throw forbidden('The query and the body name different tenants');
    if (access !== 'platform' && !(await this.authenticator.tenantExists(tenantId)))
      throw notFound('tenant', tenantId);
    return { ...principal, tenantId };
  }
}

function namedTenants(request: AppRequest): string[] {
  const body: unknown = request.body;
  const inBody = typeof body === 'object' && body !== null && 'tenantId' in body ? body.tenantId : undefined;
  const inQuery = request.query['tenantId'];
  return [inQuery, inBody].flat().filter((value) => typeof value === 'string');
}
