import { describe, expect, it } from '@jest/globals';
import { Addresses } from './addresses.js';

const addresses = new Addresses(['10.1.2.3', '10.9.0.0/16', 'fd00:1::/32']);

describe('an address', () => {
  it.each([
    ...[
      '8.8.8.8',
      '52.94.236.248',
      '100.128.0.1',
      '172.32.0.1',
      '192.167.255.255',
      '198.20.0.1',
      '223.255.255.254',
    ],
    ...['2606:4700::1111', '2a05:d018::1', '2001:4860:4860::8888'],
  ])('%s is public', (address) => {
    expect(addresses.isPublic(address)).toBe(true);
  });

  it.each([
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.0.1', '169.254.169.254', '169.254.170.2'],
    ...[
      '172.16.0.1',
      '172.31.255.255',
      '192.0.0.192',
      '192.168.1.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
    ],
    ...['168.63.129.16', '100.100.100.200'],
    ...[
      '::',
      '::1',
      'fe80::1',
      'fc00::1',
      'fd00:ec2::254',
      'ff02::1',
      '2001:db8::1',
      '2002:a00:1::',
      '2001::1',
    ],
    ...[
      '::ffff:10.0.0.1',
      '::ffff:127.0.0.1',
      '::ffff:a9fe:a9fe',
      '::10.0.0.1',
      '64:ff9b::a9fe:a9fe',
      '::ffff:8.8.8.8',
    ],
    ...['localhost', '', '1.2.3', '0x7f.1'],
  ])('%s is not', (address) => {
    expect(addresses.isPublic(address)).toBe(false);
  });

  it('is allowed by the list, alone or by a range, also in the clothes of IPv6', () => {
    for (const one of ['10.1.2.3', '10.9.255.1', 'fd00:1::5', '::ffff:10.1.2.3'])
      expect([one, addresses.isAllowed(one)]).toEqual([one, true]);
    for (const one of ['10.1.2.4', '10.10.0.1', 'fd00:2::5', '8.8.8.8', 'localhost'])
      expect([one, addresses.isAllowed(one)]).toEqual([one, false]);
  });

  it('that is none stands in no list', () => {
    expect(() => new Addresses(['intranet'])).toThrow('intranet is no address');
    expect(() => new Addresses(['10.0.0.0/40'])).toThrow();
    for (const cut of ['10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/ '])
      expect(() => new Addresses([cut])).toThrow(`${cut} is no address`);
  });
});
