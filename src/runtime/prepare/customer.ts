import type { Problem } from '../../errors/index.ts';
import type { Customer } from '../../machine/index.ts';
import { customerRecord } from '../../ports/index.ts';
import { ask } from '../call.ts';
import type { Context } from '../context.ts';
import { defaultTimeoutMs } from '../options.ts';

/** What is wrong with the customer: a registered one must exist. Guests, and shops without a customer port, pass. */
export async function customerProblems(context: Context, customer: Customer | null): Promise<Problem[]> {
  const port = context.ports.customer;
  if (port === undefined || customer?.kind !== 'registered') return [];
  const { customerId } = customer;
  const found = await ask(context.clock, {
    what: 'customer.get',
    timeoutMs: defaultTimeoutMs,
    run: async (signal) => {
      const answer = await port.get(customerId, { signal });
      return answer === null ? null : customerRecord.parse(answer);
    },
  });
  if (found !== null) return [];
  return [
    {
      path: 'customer.customerId',
      code: 'customer_not_found',
      message: `there is no customer ${customerId}; register them first, or order as a guest`,
    },
  ];
}
