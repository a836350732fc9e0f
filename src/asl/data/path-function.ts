import { isObject, type Json } from '../json.js';

/** Takes the numbers of a list; undefined where there are none. */
const AGGREGATES = {
  min: (numbers: number[]) => Math.min(...numbers),
  max: (numbers: number[]) => Math.max(...numbers),
  sum,
  avg: average,
  stddev: (numbers: number[]) => {
    const mean = average(numbers);
    return Math.sqrt(average(numbers.map((number) => (number - mean) ** 2)));
  },
};

export type PathFunction = keyof typeof AGGREGATES | 'length' | 'keys';

export const isPathFunction = (name: string): name is PathFunction =>
  name === 'length' || name === 'keys' || Object.hasOwn(AGGREGATES, name);

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function average(numbers: number[]): number {
  return sum(numbers) / numbers.length;
}

/** What `path.length()` and the like give for the value at the path: Jayway JsonPath's functions, null where none fits. */
export function applyPathFunction(name: PathFunction, value: Json): Json {
  switch (name) {
    case 'length':
      if (Array.isArray(value)) return value.length;
      return isObject(value) ? Object.keys(value).length : null;
    case 'keys':
      return isObject(value) ? Object.keys(value) : null;
    default: {
      const numbers = Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
      return numbers.length === 0 ? null : AGGREGATES[name](numbers);
    }
  }
}
