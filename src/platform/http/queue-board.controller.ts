import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { notFound } from '../../shared/app-error.js';
import { QueueBoard } from '../queue/index.js';
import { BOARD_PATH } from './browser-login.js';
import { Needs } from './principal.js';

/** Its scripts are files of its own; its styles are partly written into the page. It loads nothing from elsewhere. */
const POLICY = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:"],
  ...[
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ],
].join('; ');

/** Bull Board, for those who run the service. */
@ApiExcludeController()
@Controller(BOARD_PATH)
@Needs('platform')
export class QueueBoardController {
  constructor(private readonly board: QueueBoard) {}

  @Get(['', '*path'])
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    const pages = await this.board.pages<Request, Response>(BOARD_PATH);
    response.removeHeader('WWW-Authenticate');
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('Cache-Control', 'no-store');
    const { path } = request;
    request.url = request.url.slice(BOARD_PATH.length).replace(/^(?!\/)/, '/');
    await new Promise<void>((done, reject) => {
      response.once('close', done);
      pages(request, response, (error) => {
        reject(error instanceof Error ? error : notFound('page', path));
      });
    });
  }
}
