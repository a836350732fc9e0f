import { describe, expect, it } from '@jest/globals';
import type { Request } from 'express';
import { toAppError } from './error.filter.js';

const request = { path: '/scans', method: 'POST' } as Request;
const codeOf = (thrown: unknown) => {
  const { code, message } = toAppError(thrown, request);
  return [code, message];
};

describe('an error that is not ours', () => {
  it('of a parser of Express says what is wrong with the body', () => {
    const refused = Object.assign(new Error('Unexpected end of JSON input'), {
      ...{ status: 400, statusCode: 400, expose: true, type: 'entity.parse.failed' },
    });
    expect(codeOf(refused)).toEqual(['INVALID', 'Unexpected end of JSON input']);
  });

  it.each([
    ['Slack', { statusCode: 403, body: 'token xoxb-1 was revoked' }],
    ['a mail server', { status: 401 }],
    ['AWS', { $metadata: { httpStatusCode: 403 }, statusCode: 403, expose: false }],
  ])('of %s is no answer to whoever has asked', (_, fields) => {
    const refused = Object.assign(new Error('the other side says https://inside.example/secret'), fields);
    expect(codeOf(refused)).toEqual(['INTERNAL', 'Something went wrong on our side']);
  });
});
