import type { ChartAxis } from './chart.ts';

/**
 * The states of an axis in the order of life: as the chart declares them, from the initial one on. Those that it declares
 * before that one (`not_required`) are a life of their own, and come last.
 */
export function orderOfLife({ initial, states }: Pick<ChartAxis, 'initial' | 'states'>): readonly string[] {
  const ids = states.map(({ id }) => id);
  const first = Math.max(0, initial === null ? 0 : ids.indexOf(initial));
  return [...ids.slice(first), ...ids.slice(0, first)];
}
