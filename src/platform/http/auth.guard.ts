import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AppError, forbidden, notFound } from '../../shared/app-error.js';
import { Config } from '../config/index.js';
import { Admission, PROBES } from './admission.js';
import {
  ACCESS,
  Authenticator,
  mayDo,
  type AppRequest,
  type Caller,
  type Principal,
  type RouteAccess,
} from './principal.js';

const DEFAULT_TENANT = 'default';

/** Every request that was admitted passes here: key (Admission may have looked at it), role, tenant; in that order. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
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
    if (access === 'public' || (access === 'metrics' && this.config.get('METRICS_OPEN'))) {
      // a balancer behind whom all share an address must not take the service for dead
      if (!PROBES.includes(request.path)) await this.admission.visitor(request);
      return true;
    }
    const principal = await this.admission.principal(request);
    if (!mayDo(principal, access === 'metrics' ? 'viewer' : access)) {
      throw forbidden(`This needs a key of the role ${access === 'metrics' ? 'viewer' : access}`);
    }
    request.caller = await this.#caller(principal, request, access);
    return true;
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
