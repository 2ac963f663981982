import type { CommitAnswer, OrderWrite } from '../../../ports/index.ts';
import type { LockedOrder } from './lock-orders.ts';

/** The answer to a write that can't be made, `null` if it can, as far as the locked order tells. */
export function refusalOf(
  { orderId, change, creation, settlement }: OrderWrite,
  locked: LockedOrder | undefined,
  untried: ReadonlySet<string>,
): CommitAnswer | null {
  if (settlement !== null && locked?.leaseToken !== settlement.token) return { status: 'lease' };
  if (change === null) return null;
  if (change.before === 0 && locked !== undefined) {
    const { creationKey, creationHash: hash } = locked;
    const repeated = creation !== null && creation.key === creationKey && hash !== null;
    return repeated ? { status: 'duplicate', orderId, hash } : { status: 'version' };
  }
  if (change.before !== 0 && locked?.version !== change.before) return { status: 'version' };
  const withdrawable = change.withdrawn.every((id) => untried.has(`${orderId} ${id}`));
  return withdrawable ? null : { status: 'version' };
}
