import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import v8 from 'node:v8';
import { afterEach, expect, it, jest } from '@jest/globals';

const flags: string[] = [];
jest.unstable_mockModule('node:v8', () => ({
  ...v8,
  setFlagsFromString: (flag: string) => flags.push(flag),
}));
const { growUnderLoad, restrainHeap } = await import('./heap-growth.js');

/** What was set since the last look, each as per cent of growth and factor of the new space. */
const told = () => {
  const values = flags.splice(0).map((flag) => Number(flag.split('=')[1]));
  return values.flatMap((value, i) => (i % 2 === 0 ? [[value, values[i + 1]]] : []));
};
function serverUnderTest() {
  jest.useFakeTimers();
  const server = new EventEmitter();
  growUnderLoad(server as Server);
  const second = (requests: number) => {
    for (let i = 0; i < requests; i += 1) server.emit('request');
    jest.advanceTimersByTime(1000);
  };
  return { server, second };
}
afterEach(() => {
  jest.useRealTimers();
  flags.length = 0;
});

it('leaves alone a process that has not restrained its heap', () => {
  const { second } = serverUnderTest();
  second(1000);
  expect(told()).toEqual([]);
});

it('lets the heap grow while many requests come in, and keeps it small some seconds after', () => {
  restrainHeap(15);
  expect(told()).toEqual([[15, 1]]);
  const { second } = serverUnderTest();
  second(29);
  expect(told()).toEqual([]);
  second(30);
  expect(told()).toEqual([[80, 2]]);
  for (let i = 0; i < 9; i += 1) second(5);
  second(100); // a pause is no end
  for (let i = 0; i < 9; i += 1) second(5);
  expect(told()).toEqual([]);
  second(0);
  expect(told()).toEqual([[15, 1]]);
});

it('keeps the space of new objects wide where work comes in by other ways', () => {
  restrainHeap(40, true);
  expect(told()).toEqual([[40, 2]]);
});

it('stops looking with its server', () => {
  restrainHeap(15);
  const { server, second } = serverUnderTest();
  server.emit('close');
  flags.length = 0;
  second(1000);
  expect(told()).toEqual([]);
});
