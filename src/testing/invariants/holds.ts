import type { Hold, Order, StepResult } from '../../machine/index.ts';

const isOpen = (hold: Hold) => hold.releasedAt === null;
const isReview = ({ kind }: Hold) => kind === 'risk' || kind === 'duplicate';

/** A hold is over once, in one way, by somebody or the system; a decision on risk is one that was asked for. */
export function holdsAreTold(order: Order): readonly string[] {
  const broken: string[] = [];
  for (const { id, kind, releasedAt, releasedBy, outcome, code } of order.holds) {
    if ((releasedAt === null) !== (outcome === null))
      broken.push(`hold ${id} was released at ${releasedAt}, and its outcome is ${outcome}`);
    if (releasedAt === null && releasedBy !== null) broken.push(`hold ${id} is in force, and released`);
    if ((outcome === 'approved' || outcome === 'rejected') && !isReview({ kind } as Hold))
      broken.push(`hold ${id} of kind ${kind} was ${outcome}, which is for reviews`);
    if (code !== null && outcome !== 'rejected')
      broken.push(`hold ${id} has a code, and was not turned down`);
  }
  const { screening } = order;
  if (screening !== null && screening.decidedAt !== null && screening.outcome === 'review')
    broken.push(`screening ${screening.id} was decided, and waits for a person`);
  return broken;
}

const goods = new Set(['fulfillment.create', 'shipment.create']);
const money = new Set(['payment.authorize', 'payment.capture']);

/** A hold stops goods; a review of an order that is not confirmed stops money, too. */
export function holdsStop({ order, commands }: StepResult): readonly string[] {
  const open = order.holds.filter(isOpen);
  const stopped = (types: ReadonlySet<string>) => commands.filter(({ type }) => types.has(type));
  const broken = open.length === 0 ? [] : stopped(goods);
  const unpaid = order.axes.status === 'pending' && open.some(isReview) ? stopped(money) : [];
  return [...broken, ...unpaid].map(({ type }) => `${type} was asked for while the order is held`);
}
