import { describe, expect, it } from '@jest/globals';
import { common, joined, pieces, portsOf, portsWithout, written } from './ports.js';

const rule = (protocol: string, fromPort: number | null = null, toPort = fromPort) => ({
  ...{ protocol, fromPort, toPort },
});

describe('portsOf', () => {
  it('is all ports for all protocols, and for a rule that names none', () => {
    expect(portsOf(rule('all'), 'udp')).toEqual({ from: 0, to: 65_535 });
    expect(portsOf(rule('tcp'), 'tcp')).toEqual({ from: 0, to: 65_535 });
  });

  it('is nothing for another protocol: ICMP types and ESP are no ports', () => {
    expect(portsOf(rule('tcp', 22), 'udp')).toBeNull();
    expect(portsOf(rule('icmp', 22), 'tcp')).toBeNull();
    expect(portsOf(rule('50'), 'tcp')).toBeNull();
  });
});

describe('pieces', () => {
  it('cuts where a rule begins or ends', () => {
    expect(pieces([rule('tcp', 20, 30), rule('tcp', 25), rule('udp', 7)], 'tcp').map(written)).toEqual([
      '0-19',
      '20-24',
      '25',
      '26-30',
      '31-65535',
    ]);
  });
});

describe('ranges of ports', () => {
  const range = (from: number, to = from) => ({ from, to });

  it('join where they touch', () => {
    expect(joined([range(1, 2), range(3, 4), range(6)])).toEqual([range(1, 4), range(6)]);
  });

  it('have ports in common', () => {
    expect(common([range(20, 25)], [range(22), range(25, 30), range(80)])).toEqual([range(22), range(25)]);
  });

  it('are cut by others', () => {
    expect(portsWithout([range(0, 100)], [range(80), range(0)])).toEqual([range(1, 79), range(81, 100)]);
  });
});
