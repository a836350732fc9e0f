import { describe, expect, it } from '@jest/globals';
import { parsePattern } from './filter-grammar.js';
import { matchesEvent } from './filter-pattern.js';

const event = {
  eventSource: 'kms.amazonaws.com',
  eventName: 'DisableKey',
  errorCode: 'Client.UnauthorizedOperation',
  readOnly: false,
  apiVersion: null,
  requestParameters: {
    bytes: 12,
    keyId: 'alias/data',
    items: [{ name: 'a' }, { name: 'b' }],
    'with-dash': 'x',
  },
};

describe('a filter pattern', () => {
  it.each([
    ['{ $.eventName = DisableKey }', true],
    ['{$.eventName="DisableKey"}', true],
    ['{\n  ( ( $.eventName   =   "DisableKey" ) )\n}', true],
    ['{ $.eventName = disablekey }', false],
    ['{ $.eventName = Disable }', false],
    ['{ $.eventName != DisableKey }', false],
    ['{ $.eventSource = kms.amazonaws.com }', true],
    ['{ $.eventSource = kmsXamazonaws.com }', false],
    ['{ $.requestParameters.keyId = "alias/*" }', true],
    ['{ $.requestParameters.with-dash = x }', true],
    ["{ $.requestParameters['keyId'] = alias/data }", true],
    ['{ $.requestParameters.bytes > 11.5 }', true],
    ['{ $.requestParameters.bytes = 12 }', true],
    ['{ $.requestParameters.bytes <= 1.1e1 }', false],
    ['{ $.requestParameters.items[1].name = b }', true],
    ['{ $.requestParameters.items[2].name = b }', false],
    ['{ $.requestParameters.items[*].name = b }', true],
    ['{ $.readOnly IS FALSE }', true],
    ['{ $.readOnly IS TRUE }', false],
    ['{ $.apiVersion IS NULL }', true],
    ['{ $.apiVersion NOT EXISTS }', false],
    ['{ $.userIdentity.invokedBy NOT EXISTS }', true],
    ['{ $.eventName = %^Disable% }', true],
    ['{ $.eventName = %^Enable% }', false],
  ])('%s: %p', (pattern, matches) => {
    expect(matchesEvent(pattern, event)).toBe(matches);
  });

  it.each([
    ['{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }', true],
    ['{ ($.errorCode = "UnauthorizedOperation") || ($.errorCode = "AccessDenied") }', false],
    ['{ ($.eventName = EnableKey) && ($.eventSource = kms.amazonaws.com) }', false],
    [
      '{ ($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }',
      true,
    ],
    ['{ $.eventName = Other && $.eventName = Other || $.eventName = DisableKey }', true],
    ['{ $.eventName = DisableKey || $.eventName = Other && $.eventName = Other }', true],
    ['{ ($.eventName = DisableKey || $.eventName = Other) && $.eventName = Other }', false],
  ])('takes && and || as they are joined: %s: %p', (pattern, matches) => {
    expect(matchesEvent(pattern, event)).toBe(matches);
  });

  it('does not know whether a missing field is unequal, unless the rest decides', () => {
    expect(matchesEvent('{ $.errorMessage = x }', event)).toBe(false);
    expect(matchesEvent('{ $.errorMessage != x }', event)).toBeNull();
    expect(matchesEvent('{ $.errorMessage != x && $.eventName = Other }', event)).toBe(false);
    expect(matchesEvent('{ $.errorMessage != x || $.eventName = DisableKey }', event)).toBe(true);
  });

  it.each([
    ['Dis*Key', true],
    ['*', true],
    ['*able*', true],
    ['**K*y', true],
    ['Disable*eKey', false],
    ['*Keys', false],
    ['Enable*', false],
    ['*'.repeat(1000) + 'x', false],
  ])('takes * for any text: %s: %p', (text, matches) => {
    expect(matchesEvent(`{ $.eventName = "${text}" }`, event)).toBe(matches);
  });

  it('leaves a regular expression alone that might take for ever, or that AWS would not take', () => {
    expect(matchesEvent(`{ $.eventName = %${'.*'.repeat(400)}x% }`, event)).toBeNull();
    expect(matchesEvent('{ $.eventName = %^(Disable|Schedule)Key% }', event)).toBeNull();
    expect(matchesEvent('{ $.eventName = %[% }', event)).toBeNull();
    expect(matchesEvent('{ $.eventName = %^Dis.*Key$|^Schedule.*% }', event)).toBe(true);
  });

  it('matches everything when it is empty', () => {
    expect(matchesEvent('  ', event)).toBe(true);
  });

  it('knows of a pattern of words only that it does not match where none of them occurs', () => {
    expect(matchesEvent('ERROR -timeout', event)).toBe(false);
    expect(matchesEvent('?DisableKey ?ScheduleKeyDeletion', event)).toBeNull();
    expect(matchesEvent('[ip, user, status = 4*]', event)).toBe(false);
  });

  it.each([
    '{ }',
    '{ $.eventName }',
    '{ $.eventName = }',
    '{ $.eventName == x }',
    '{ ($.eventName = x }',
    '{ $.eventName = x) }',
    '{ $.eventName = x || }',
    '{ $.eventName = x $.eventName = y }',
    '{ eventName = x }',
    '{ $.eventName IS "NULL" }',
    '{ $.eventName = "x }',
    '$.eventName = x',
  ])('is none: %s', (pattern) => {
    expect(parsePattern(pattern)).toBeNull();
  });
});
