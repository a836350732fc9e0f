import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../../platform/config/index.js';
import {
  clearSessionCookie,
  csrfTokenOf,
  keepSessionCookie,
  Needs,
  Public,
  sessionTokenIn,
  WhoCalls,
  type Caller,
} from '../../../platform/http/index.js';
import { SessionPeople } from './session-people.js';
import { sessionView, signIn, signInLink, type SessionView, type SignIn } from './sessions.schemas.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('session')
@Controller('session')
export class SessionsController {
  constructor(
    private readonly people: SessionPeople,
    private readonly sessions: SessionsService,
    private readonly config: Config,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Signs a browser in: exchanges a key, or the code of a sign-in link, for a cookie',
  })
  @Public()
  @ApiResponse({ status: 201, standardSchema: sessionView })
  async start(
    @Body({ schema: signIn }) body: SignIn,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const { caller, token, expiresAt } = await this.sessions.start(await this.people.identify(body, request));
    const isSecure = request.secure || (this.config.get('PUBLIC_URL')?.startsWith('https:') ?? false);
    keepSessionCookie(response, token, { expiresAt, isSecure });
    return viewOf(caller, { token, expiresAt });
  }

  @Get()
  @ApiOperation({ summary: 'Who is asking' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: sessionView })
  async look(@WhoCalls() caller: Caller, @Req() request: Request): Promise<SessionView> {
    const token = sessionTokenIn(request);
    const session = token === undefined ? undefined : await this.sessions.find(token);
    return viewOf(caller, token && session ? { token, expiresAt: session.expiresAt } : undefined);
  }

  @Delete()
  @ApiOperation({ summary: 'Signs the browser out' })
  @Needs('viewer')
  @HttpCode(204)
  @ApiResponse({ status: 204 })
  async end(
    @WhoCalls() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const token = sessionTokenIn(request);
    if (token !== undefined) await this.sessions.end(caller, token);
    clearSessionCookie(response);
  }

  @Post('links')
  @ApiOperation({
    summary: 'Makes a link that signs a browser in once, within an hour, as the key that asks',
  })
  @Needs('viewer')
  @ApiResponse({ status: 201, standardSchema: signInLink })
  async link(@WhoCalls() caller: Caller, @Req() request: Request): Promise<{ url: string; expiresAt: Date }> {
    const { code, expiresAt } = await this.sessions.link(caller, await this.people.keyHash(request));
    const home = this.config.get('PUBLIC_URL')?.replace(/\/+$/, '') ?? '';
    return { url: `${home}/#sign-in=${code}`, expiresAt };
  }
}

function viewOf(
  { keyId, owner, role, tenantId }: Caller,
  session: { token: string; expiresAt: Date } | undefined,
): SessionView {
  return {
    ...{ keyId, owner, role, tenantId },
    expiresAt: session?.expiresAt ?? null,
    csrfToken: session === undefined ? null : csrfTokenOf(session.token),
  };
}
