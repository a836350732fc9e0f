import { describe, expect, it } from '@jest/globals';
import { blockOf, without, wholeInternet } from './addresses.js';

describe('blockOf', () => {
  it('gives the first and last address', () => {
    expect(blockOf('10.1.2.3/8')).toMatchObject({ first: 0x0a000000n, last: 0x0affffffn, prefixLength: 8 });
    expect(blockOf('2001:db8::/32')).toMatchObject({
      family: 'ipv6',
      first: 0x20010db8n << 96n,
      last: (0x20010db9n << 96n) - 1n,
    });
    expect(blockOf('::/0')).toMatchObject({ first: 0n, last: (1n << 128n) - 1n });
    expect(blockOf('1:2:3:4:5:6:7:8/128')).toMatchObject({ first: 0x00010002000300040005000600070008n });
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/x',
    'sg-1',
    '::ffff:1.2.3.4/128',
    '::/129',
    '300.0.0.0/8',
  ])('knows no block of %p', (cidr) => {
    expect(blockOf(cidr)).toBeNull();
  });
});

describe('without', () => {
  it('cuts ranges', () => {
    const range = (first: number, last: number) => ({ first: BigInt(first), last: BigInt(last) });
    expect(without([range(0, 9)], [range(3, 4)])).toEqual([range(0, 2), range(5, 9)]);
    expect(without([range(0, 9)], [range(0, 4), range(5, 20)])).toEqual([]);
    expect(without([range(0, 9)], [range(10, 20)])).toEqual([range(0, 9)]);
  });
});

describe('wholeInternet', () => {
  it.each([
    [['0.0.0.0/0'], ['ipv4']],
    [['::/0'], ['ipv6']],
    [
      ['0.0.0.0/0', '::/0'],
      ['ipv4', 'ipv6'],
    ],
    [['0.0.0.0/1', '128.0.0.0/1'], ['ipv4']],
    [['2000::/3'], ['ipv6']],
    [['::/1', '8000::/1'], ['ipv6']],
    // all that is public, in the fewest blocks that leave out 10.0.0.0/8
    [
      [
        '0.0.0.0/5',
        '8.0.0.0/7',
        '11.0.0.0/8',
        '12.0.0.0/6',
        '16.0.0.0/4',
        '32.0.0.0/3',
        '64.0.0.0/2',
        '128.0.0.0/1',
      ],
      ['ipv4'],
    ],
  ])('is what %j hold: %j', (cidrs, families) => {
    expect(wholeInternet(cidrs)).toEqual(families);
  });

  it.each([
    [[]],
    [['0.0.0.0/1']],
    [['10.0.0.0/8', '192.168.0.0/16']],
    [['0.0.0.0/1', '128.0.0.0/2', '203.0.113.7/32']],
    [['8000::/1']], // nobody has these addresses
    [['fc00::/7', '2001:db8::/32']],
    [['0.0.0.0/1', '::/2']],
  ])('is not what %j hold', (cidrs) => {
    expect(wholeInternet(cidrs).filter((family) => family === 'ipv4')).toEqual([]);
    expect(wholeInternet(cidrs.filter((cidr) => cidr !== '::/2'))).toEqual([]);
  });
});
