import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  StreamableFile,
  UseFilters,
} from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { errorBody, Public } from '../../../platform/http/index.js';
import type { LinkFile } from '../../../platform/links/index.js';
import { AppError } from '../../../shared/app-error.js';
import { Clock } from '../../../shared/clock.js';
import { linkAnswerOf } from './link-answer.js';
import { LinkErrorFilter } from './link-error.filter.js';
import { keyPage, viewPage } from './link-html.js';
import { FILE_HEADERS, PAGE_HEADERS } from './link-style.js';
import { LinkVisits, type Visited } from './link-visits.service.js';
import {
  linkAnswer,
  linkQuery,
  useLink,
  type LinkAnswer,
  type LinkQuery,
  type UseLink,
} from './links.schemas.js';

@ApiTags('links')
@Controller('links')
@UseFilters(LinkErrorFilter)
@Public()
export class LinksController {
  constructor(
    private readonly visits: LinkVisits,
    private readonly clock: Clock,
  ) {}

  @Get(':token')
  @ApiOperation({ summary: 'The page that a link in a message opens. It does nothing' })
  @ApiProduces('text/html')
  @ApiResponse({ status: 200, schema: { type: 'string' } })
  async look(
    @Param('token') token: string,
    @Query({ schema: linkQuery }) query: LinkQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string | StreamableFile> {
    const seen = await this.visits.look(token);
    if ('needsKey' in seen) return send(response, keyPage(seen, null));
    return this.#page(response, seen, query);
  }

  @Post(':token')
  @ApiOperation({
    summary: 'Does what a link is for: in the name of its person, or of the key that is shown',
  })
  @HttpCode(200)
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiResponse({
    status: 200,
    standardSchema: linkAnswer,
    description: 'A page, where a form was sent; the file of a report',
  })
  @ApiResponse({ status: 409, standardSchema: errorBody })
  @ApiResponse({ status: 410, standardSchema: errorBody, description: 'It was used, or has expired' })
  async use(
    @Param('token') token: string,
    @Query({ schema: linkQuery }) query: LinkQuery,
    @Body({ schema: useLink }) body: UseLink,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string | StreamableFile | LinkAnswer> {
    const isForm = request.is('application/x-www-form-urlencoded') !== false;
    const used = await this.#used(token, body, request, isForm ? response : undefined);
    if (typeof used === 'string') return used;
    if (isForm || 'content' in used.shown) return this.#page(response, used, query);
    response.set(PAGE_HEADERS);
    return linkAnswerOf(used, used.shown);
  }

  /** A key that was mistyped is asked for again. */
  async #used(
    token: string,
    body: UseLink,
    request: Request,
    page: Response | undefined,
  ): Promise<Visited | string> {
    try {
      return await this.visits.use(token, body, request);
    } catch (error) {
      const isNoKey = error instanceof AppError && error.code === 'UNAUTHENTICATED';
      if (page === undefined || !isNoKey) throw error;
      const locked = await this.visits.look(token);
      if (!('needsKey' in locked)) throw error;
      page.status(401);
      return send(page, keyPage(locked, error.message));
    }
  }

  #page(response: Response, seen: Visited, query: LinkQuery): string | StreamableFile {
    if ('content' in seen.shown) return sendFile(response, seen.shown);
    return send(response, viewPage(seen, seen.shown, query.do, this.clock.now()));
  }
}

function send(response: Response, page: string): string {
  response.set(PAGE_HEADERS).type('html');
  return page;
}

function sendFile(response: Response, { content, contentType, filename }: LinkFile): StreamableFile {
  response.set(FILE_HEADERS);
  const isPage = contentType.startsWith('text/html');
  const options = {
    type: isPage ? 'text/html; charset=utf-8' : contentType,
    disposition: `${isPage ? 'inline' : 'attachment'}; filename="${filename}"`,
  };
  return content instanceof Readable
    ? new StreamableFile(content, options)
    : new StreamableFile(content, options);
}
