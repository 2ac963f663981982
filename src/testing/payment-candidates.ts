import {
  type Chargeback,
  type FactInput,
  type Order,
  outstandingMinor,
  type Payment,
  paymentBook,
} from '../machine/index.ts';

/** A fact, and which case of its type it is. */
export type PaymentCandidate = readonly [event: FactInput, variant: string];

const day = 86_400_000;
/** A deadline that a provider may give: far enough from where orders of these tests begin. */
const soon = (order: Order) => order.timestamps.updatedAt + day;

/** News of payments that wait for a bank or the customer, of money on delivery, and of chargebacks. */
export function paymentNews(order: Order): readonly PaymentCandidate[] {
  return [
    ...order.payments.flatMap((payment) => [...waitingNews(order, payment), ...disputes(order, payment)]),
    ...begunElsewhere(order),
    ...collected(order),
    ...strangers(order),
  ];
}

function waitingNews(order: Order, payment: Payment): readonly PaymentCandidate[] {
  const paymentId = payment.id;
  const nextAction = { type: 'three_d_secure', url: 'https://bank.example/3ds' };
  return payment.transactions
    .filter((entry) => entry.kind === 'authorization')
    .flatMap((entry): readonly PaymentCandidate[] => {
      const of = { paymentId, transactionId: entry.id };
      return [
        [{ type: 'payment.pending', ...of }, 'answer'],
        [{ type: 'payment.pending', ...of, expiresAt: soon(order) }, 'until'],
        [{ type: 'payment.action_required', ...of, nextAction }, 'answer'],
        [
          {
            type: 'payment.action_required',
            ...of,
            nextAction: { type: 'redirect' },
            expiresAt: soon(order),
          },
          'another',
        ],
      ];
    });
}

/** A dispute over what was captured: of a part, of all, of more than is left; and how each one ends. */
function disputes(order: Order, payment: Payment): readonly PaymentCandidate[] {
  const paymentId = payment.id;
  const { capturedMinor } = paymentBook(payment);
  const ends = payment.chargebacks.flatMap(({ reference }: Chargeback): readonly PaymentCandidate[] => [
    [{ type: 'chargeback.won', reference }, 'known'],
    [{ type: 'chargeback.lost', reference }, 'known'],
    [
      { type: 'chargeback.opened', reference, amountMinor: 1, evidenceDueAt: soon(order) + order.version },
      'postponed',
    ],
  ]);
  if (capturedMinor === 0) return ends;
  const named = (what: string) => ({ paymentId, reference: `dispute-${what}-${order.version}` });
  return [
    ...ends,
    [{ type: 'chargeback.opened', ...named('all'), amountMinor: capturedMinor }, 'all'],
    [
      { type: 'chargeback.opened', ...named('part'), amountMinor: 1, evidenceDueAt: soon(order) + 6 * day },
      'part',
    ],
    [{ type: 'chargeback.lost', ...named('late'), amountMinor: capturedMinor }, 'unheard of'],
    [{ type: 'chargeback.won', ...named('late'), amountMinor: 1 }, 'unheard of'],
  ];
}

/** A try that somebody else began: a bank debit on a hosted page. */
function begunElsewhere(order: Order): readonly PaymentCandidate[] {
  if (outstandingMinor(order) === 0) return [];
  const amountMinor = outstandingMinor(order);
  const reference = `debit-${order.version}`;
  return [
    [{ type: 'payment.pending', reference, method: 'bank_debit', amountMinor }, 'elsewhere'],
    [
      {
        type: 'payment.action_required',
        reference,
        method: 'hosted',
        amountMinor,
        nextAction: { type: 'redirect', url: 'https://pay.example/continue' },
      },
      'elsewhere',
    ],
  ];
}

/** What a carrier reports of money on delivery. */
function collected(order: Order): readonly PaymentCandidate[] {
  const open = outstandingMinor(order) || order.totals.totalMinor;
  return order.terms.payOnDeliveryMethods.slice(0, open === 0 ? 0 : 1).map((method) => [
    {
      type: 'payment.captured',
      method,
      reference: `collected-${order.version}`,
      amountMinor: open,
    },
    'collected',
  ]);
}

/** A shortfall of one minor unit, from elsewhere; disputes and tries that the order has never heard of. */
function strangers(order: Order): readonly PaymentCandidate[] {
  const open = outstandingMinor(order);
  const short: readonly PaymentCandidate[] =
    open < 2
      ? []
      : [
          [
            {
              type: 'payment.captured',
              reference: `short-${order.version}`,
              method: 'bank_transfer',
              amountMinor: open - 1,
            },
            'short',
          ],
        ];
  return [
    ...short,
    [{ type: 'chargeback.opened', reference: 'stranger', paymentId: 'stranger', amountMinor: 1 }, 'stranger'],
    [{ type: 'chargeback.won', reference: 'stranger' }, 'stranger'],
    [{ type: 'chargeback.lost', reference: 'stranger' }, 'stranger'],
  ];
}
