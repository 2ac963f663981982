import type { ComposedOrder, Deadline, Order } from '../../machine/index.ts';

/** The order as the base has it: its states, and its deadlines. */
export function withoutOwn(order: Order, of: ComposedOrder): Order {
  if (of.extensions.length === 0) return order;
  const own = ownDeadlines(of);
  return { ...of.baseOf(order), deadlines: order.deadlines.filter(({ name }) => !own.has(name)) };
}

/** What must hold of what extensions add: states and deadlines are what they declare, and the fields fit their schemas. */
export function brokenExtensions(order: Order, of: ComposedOrder): readonly string[] {
  if (of.extensions.length === 0) return [];
  const said: Readonly<Record<string, string>> = of.axesOf(of.baseOf(order));
  const axes = Object.entries(order.axes)
    .filter(([axis, state]) => said[axis] !== state)
    .map(([axis, state]) => `${axis} is ${state}, and the extensions say ${said[axis]}`);
  const own = ownDeadlines(of);
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

function ownDeadlines({ extensions }: ComposedOrder): ReadonlySet<string> {
  return new Set(extensions.flatMap(({ deadlines }) => Object.keys(deadlines ?? {})));
}

function listed(deadlines: readonly Deadline[]): string {
  return deadlines
    .map(({ name, ref, at }) => `${name} of ${ref} at ${at}`)
    .sort()
    .join(', ');
}
