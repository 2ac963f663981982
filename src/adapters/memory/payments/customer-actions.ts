import { PortError } from '../../../errors/index.ts';
import type { PaymentAnswer } from '../../../ports/index.ts';
import type { Outside } from '../simulation/outside.ts';
import type { Settling } from './settling.ts';

/** A payment that waits for its customer. Only the newest of a payment counts. */
type OpenAction = { readonly account: string; readonly task: Settling };

/** How a customer ends what a payment asked of them. */
export interface ActionEnd {
  /** @defaultValue 'succeed' */
  readonly outcome?: 'succeed' | 'decline';
  /** Of a decline. @defaultValue 'authentication_failed' */
  readonly code?: string;
}

/** Payments that wait for the customer: 3-D Secure, a redirect. */
export interface CustomerActions {
  /** Asks the customer. With `ms` in the rule, the provider itself gives up after that time. Only within a change of the books. */
  ask(account: string, task: Settling): PaymentAnswer;
  /** The customer has done it, or failed at it. Only within a change of the books. @throws PortError `action_not_found`. */
  complete(account: string, end: ActionEnd): void;
}

const expired = { outcome: 'decline', code: 'authentication_expired' } as const;

/** Makes the desk at which customers confirm payments. `settle` says what comes of one. */
export function createCustomerActions(
  { library, agenda, clock }: Outside,
  settle: (task: Settling) => void,
): CustomerActions {
  const open = library.table<OpenAction>('payments', 'actions');
  const end = (account: string, { outcome = 'succeed', code = 'authentication_failed' }: ActionEnd) => {
    const action = open.get(account);
    if (action === undefined) return false;
    open.remove(account);
    const { task } = action;
    settle({ ...task, rule: { ...task.rule, outcome, ...(outcome === 'decline' ? { code } : {}) } });
    return true;
  };
  agenda.on<{ account: string; reference: string }>('payments.action_expires', ({ account, reference }) => {
    if (open.get(account)?.task.reference === reference) end(account, expired);
  });
  return {
    ask(account, task) {
      const { reference, rule } = task;
      open.put(account, { account, task });
      const expiresAt = rule.ms === undefined ? null : clock.now() + rule.ms;
      if (rule.ms !== undefined)
        agenda.schedule({
          kind: 'payments.action_expires',
          group: task.key,
          delayMs: rule.ms,
          data: { account, reference },
        });
      const nextAction = { type: 'redirect', url: `https://payments.example/confirm/${reference}` };
      return { status: 'action_required', reference, nextAction, expiresAt };
    },
    complete(account, how) {
      if (end(account, how)) return;
      throw new PortError(`no payment ${account} waits for its customer`, {
        retry: 'never',
        outcome: 'failed',
        code: 'action_not_found',
      });
    },
  };
}
