import { type ComposedOrder, type Deadline, type Order, ownDeadlineNames } from '../../machine/index.ts';

/** What must hold of what extensions add: states and deadlines are what they declare, and the fields fit their schemas. */
export function brokenExtensions(order: Order, of: ComposedOrder): readonly string[] {
  if (of.extensions.length === 0) return [];
  const said: Readonly<Record<string, string>> = of.axesOf(of.baseOf(order));
  const axes = Object.entries(order.axes)
    .filter(([axis, state]) => said[axis] !== state)
    .map(([axis, state]) => `${axis} is ${state}, and the extensions say ${said[axis]}`);
  const own = ownDeadlineNames(of);
  const kept = listed(order.deadlines.filter(({ name }) => own.has(name)));
  const declared = listed(of.ownDeadlinesOf(order));
  const deadlines =
    kept === declared ? [] : [`the deadlines of extensions are [${kept}], and they declare [${declared}]`];
  const fields = of.draftSchema.shape.extension.safeParse(order.extension);
  return [
    ...axes,
    ...deadlines,
    ...(fields.success ? [] : [`the extension does not fit: ${fields.error.message}`]),
  ];
}

function listed(deadlines: readonly Deadline[]): string {
  return deadlines
    .map(({ name, ref, at }) => `${name} of ${ref} at ${at}`)
    .sort()
    .join(', ');
}
