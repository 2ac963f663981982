import type { AnyStateMachine } from 'xstate';
import { OrderError } from '../../errors/index.ts';
import { type ChartAxis, readChart } from './chart.ts';

/**
 * One axis of a statechart.
 * @throws OrderError `OPTIONS_INVALID` if the machine has no such region.
 */
export function axisOf(machine: AnyStateMachine, name: string): ChartAxis {
  const axes = readChart(machine);
  const found = axes.find((axis) => axis.name === name);
  if (found !== undefined) return found;
  const names = axes.map((axis) => axis.name).join(', ');
  throw new OrderError(
    'OPTIONS_INVALID',
    `the machine "${machine.id}" has no axis "${name}": its regions are ${names === '' ? 'none' : names}. Pass one of them, or a machine of the shape of orderMachine.`,
    { retry: 'afterFix', details: { machine: machine.id, axis: name } },
  );
}
