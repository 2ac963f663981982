import type { Operation, Order } from '../order.ts';
import { isCalledOff } from './cancellation.ts';
import { inFlight, isDone, isFailed } from './entry.ts';
import { isActive } from './fulfillment-book.ts';
import { listUnits } from './lines.ts';
import { openOf, paymentBook, succeeded } from './payment-book.ts';
import { heldOf, isHeld, isWholeRelease } from './stock-book.ts';

/** One thing that an order which is called off still has to undo, or has undone. */
export interface CompensationStep {
  /** `stop`: a fulfilment; `void` and `refund`: money; `release`: stock. */
  readonly kind: 'stop' | 'void' | 'refund' | 'release';
  /** The fulfilment, payment or reservation. */
  readonly ref: string;
  /** `waiting`: not begun, or its outcome is awaited; `failed`: it needs a person. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
}

/**
 * What an order that is called off undoes: in reverse of the sequence in which it was done (goods, then money, then
 * stock), each once. Derived from the ledgers, so it can't disagree with them. Empty for an order that goes on.
 */
export function compensationPlan(order: Order): readonly CompensationStep[] {
  if (!isCalledOff(order)) return [];
  return [...stops(order), ...moneyBack(order), ...releases(order)];
}

function stops(order: Order): CompensationStep[] {
  return [...order.fulfillments].reverse().map((entry) => ({
    kind: 'stop',
    ref: entry.id,
    state: isActive(entry)
      ? stateOf(entry.operations.filter((operation) => operation.kind === 'cancel'))
      : 'done',
  }));
}

function moneyBack(order: Order): CompensationStep[] {
  return [...order.payments].reverse().flatMap((payment) => {
    const steps: CompensationStep[] = [];
    const ofKind = (kind: 'void' | 'refund') => payment.transactions.filter((entry) => entry.kind === kind);
    const book = paymentBook(payment);
    const open = succeeded(payment, 'authorization').some((entry) => openOf(payment, entry) > 0);
    if (open || ofKind('void').length > 0)
      steps.push({ kind: 'void', ref: payment.id, state: open ? stateOf(ofKind('void')) : 'done' });
    const owed = book.capturedMinor - book.refundedMinor > 0;
    if (owed || book.refundedMinor > 0)
      steps.push({ kind: 'refund', ref: payment.id, state: owed ? stateOf(ofKind('refund')) : 'done' });
    return steps;
  });
}

function releases(order: Order): CompensationStep[] {
  return [...order.reservations].reverse().flatMap((entry): CompensationStep[] => {
    const tries = entry.operations.filter(isWholeRelease);
    const held = isHeld(entry) && listUnits(heldOf(entry)).length > 0;
    if (!held && tries.length === 0) return [];
    return [{ kind: 'release', ref: entry.id, state: held ? stateOf(tries) : 'done' }];
  });
}

function stateOf(tries: readonly Operation[]): CompensationStep['state'] {
  if (tries.some(inFlight)) return 'running';
  const last = tries.at(-1);
  if (last && isFailed(last)) return 'failed';
  return last && isDone(last) ? 'done' : 'waiting';
}
