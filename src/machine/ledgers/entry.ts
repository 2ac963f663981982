import type { Operation, Order, Timestamp } from '../order.ts';

/** Numbers a new ledger entry: its id is `<order id>:<kind>:<n>`, unique for ever and the key under which ports are called. */
export function nextEntry(order: Order, kind: string): { readonly id: string; readonly order: Order } {
  const entries = order.entries + 1;
  return { id: `${order.id}:${kind}:${entries}`, order: { ...order, entries } };
}

/** What kind of ledger entry an id names; empty for an id that is none of ours. */
export function kindOf(id: string): string {
  return id.split(':').at(-2) ?? '';
}

/** `list` with the entry of this id changed. */
export function patch<T extends { readonly id: string }>(
  list: readonly T[],
  id: string,
  change: (entry: T) => T,
): readonly T[] {
  return list.map((entry) => (entry.id === id ? change(entry) : entry));
}

/** A new operation, asked for at `at`. */
export function requested(id: string, at: Timestamp): Operation {
  return { id, state: 'requested', requestedAt: at, settledAt: null, reference: null, code: null };
}

/** The operation, over. */
export function settled<T extends Operation>(
  operation: T,
  state: 'succeeded' | 'failed' | 'withdrawn' | 'unknown',
  at: Timestamp,
  more: { readonly reference?: string | null; readonly code?: string | null } = {},
): T {
  return {
    ...operation,
    state,
    settledAt: state === 'unknown' ? null : at,
    reference: more.reference ?? operation.reference,
    code: more.code ?? (state === 'succeeded' ? null : operation.code),
  };
}

/** Whether the outside still owes the answer. */
export function inFlight(operation: Operation): boolean {
  return operation.state === 'requested' || operation.state === 'unknown';
}

/** Whether nobody knows if it happened. */
export function isUnknown(operation: Operation): boolean {
  return operation.state === 'unknown';
}

/** Whether it was asked for and the answer is simply awaited. */
export function isRequested(operation: Operation): boolean {
  return operation.state === 'requested';
}

/** Whether it happened. */
export function isDone(operation: Operation): boolean {
  return operation.state === 'succeeded';
}

/** Whether it certainly did not happen. */
export function isFailed(operation: Operation): boolean {
  return operation.state === 'failed';
}

/** The entry with its operations of one kind that are under way settled. */
export function settleKind<
  O extends Operation & { readonly kind: string },
  T extends { readonly operations: readonly O[] },
>(
  entry: T & { readonly operations: readonly O[] },
  kind: O['kind'],
  state: 'succeeded' | 'failed',
  at: Timestamp,
  code: string | null = null,
): T {
  const operations = entry.operations.map((operation) =>
    operation.kind === kind && inFlight(operation) ? settled(operation, state, at, { code }) : operation,
  );
  return { ...entry, operations };
}

/** Every operation in the order's ledgers. */
export function operationsOf(order: Order): readonly Operation[] {
  return [
    ...order.payments.flatMap((payment) => payment.transactions),
    ...[...order.reservations, ...order.fulfillments, ...order.shipments].flatMap(
      (entry): readonly Operation[] => entry.operations,
    ),
    ...(order.screening ? [order.screening] : []),
  ];
}
