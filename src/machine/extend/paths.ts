import { type Axis, type AxisState, axisNames, axisStates } from '../axes.ts';

/** Whether a place is what is asked for, or within it. */
export function isWithin(place: string, asked: string): boolean {
  return place === asked || place.startsWith(`${asked}.`);
}

/** The child that stands for a state of the base itself where states of extensions stand in it. */
export const otherwise = 'otherwise';

/** An own path, taken apart: `status.shipped.on_hold_for_pickup`. `null`: it is not one. */
export function readPath(
  path: string,
): { readonly axis: Axis; readonly base: AxisState<Axis>; readonly name: string } | null {
  const [axis, base, name, ...more] = path.split('.');
  if (more.length > 0 || !axisNames.includes(axis as Axis) || name === undefined) return null;
  const states: readonly string[] = axisStates[axis as Axis];
  if (base === undefined || !states.includes(base) || !/^[a-z][a-z0-9_]*$/.test(name)) return null;
  return { axis: axis as Axis, base: base as AxisState<Axis>, name };
}
