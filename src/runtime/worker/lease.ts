import type { Context } from '../context.ts';

/** A claim's lease, renewed while the work goes on. */
export interface Lease {
  /** Ends the renewals. */
  end(): void;
}

/** Renews a lease at half its time until it ends. `onLost` is called when somebody else has it. */
export function keepLease(context: Context, token: string, orderId: string, onLost: () => void): Lease {
  const { leaseMs } = context.options.worker;
  let ended = false;
  let cancel: () => void;

  const renew = async (): Promise<void> => {
    const kept = await context.store.renew(token, [orderId], context.clock.now() + leaseMs);
    if (!ended && !kept.includes(orderId)) onLost();
  };
  const wait = (): void => {
    cancel = context.clock.after(leaseMs / 2, () => {
      if (ended) return;
      wait();
      context.background.run('renewing a lease', renew);
    });
  };
  wait();
  return {
    end() {
      ended = true;
      cancel();
    },
  };
}
