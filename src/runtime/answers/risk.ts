import type * as z from 'zod';
import type { Command, FactInput } from '../../machine/index.ts';
import {
  type Clock,
  type OrderStore,
  type RiskPort,
  type RiskRequest,
  type recentOrders,
  riskAnswer,
  riskRequest,
} from '../../ports/index.ts';
import { answerOf, type Desk, requestOf } from './desk.ts';

/** How far back a screening looks at the customer's other orders, in milliseconds, when its port says nothing. */
const defaultRecentWindowMs = 86_400_000;

/** Where the desk reads, and by which clock. */
interface RiskHelp {
  readonly store: Pick<OrderStore, 'otherOrders'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * The desk of the risk port. Screening changes nothing outside, so it is simply repeated with its key. What the customer
 * has ordered besides is read here, when the screening begins: outside any transaction, and as late as it can be.
 */
export function riskDesk(port: RiskPort, help?: RiskHelp): Desk {
  return {
    traits: port,
    inLedger: false,
    find: null,
    async perform(command, call) {
      const request = requestOf(riskRequest, command);
      const recent = await recentOf(help, request, port.recentWindowMs ?? defaultRecentWindowMs);
      const answer = await port.screen({ ...request, recent }, call);
      return [{ type: 'risk.assessed', operationId: command.id, ...answerOf(riskAnswer, answer, command) }];
    },
    failed: (command) => [unscreened(command)],
  };
}

async function recentOf(
  help: RiskHelp | undefined,
  { orderId, customer, currency, paymentTokens }: RiskRequest,
  windowMs: number,
): Promise<z.output<typeof recentOrders> | null> {
  if (help === undefined || customer === null) return null;
  const { store, clock } = help;
  const { orders, ended, totalMinor, samePayment, everPlaced } = await store.otherOrders({
    customer,
    except: orderId,
    since: Math.max(0, clock.now() - windowMs),
    currency,
    paymentTokens,
    content: null,
  });
  return { windowMs, orders, ended, totalMinor, samePayment, isFirst: !everPlaced };
}

/** Nobody could screen the order: a person decides. */
export function unscreened(command: Command): FactInput {
  return {
    type: 'risk.assessed',
    operationId: command.id,
    outcome: 'review',
    reasons: ['screening_unavailable'],
  };
}
