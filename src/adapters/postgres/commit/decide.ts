import type { CommitAnswer, OrderWrite } from '../../../ports/index.ts';
import type { Admitted } from './admit-writes.ts';

/** Why a write was not made, `null` if the order, as far as it is locked, says nothing against it. */
export function refusalOf(
  { orderId, change, creation, settlement }: OrderWrite,
  { locked, stale, untried }: Admitted,
): CommitAnswer | null {
  if (settlement !== null && locked?.leaseToken !== settlement.token) return { status: 'lease' };
  if (change === null) return null;
  if (change.before === 0 && locked !== null) {
    const { creationKey, creationHash: hash } = locked;
    const repeated = creation !== null && creation.key === creationKey && hash !== null;
    return repeated ? { status: 'duplicate', orderId, hash } : { status: 'version' };
  }
  if (change.before !== 0 && locked?.version !== change.before) return { status: 'version' };
  return untried || stale ? null : { status: 'version' };
}
