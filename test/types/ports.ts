import type { Notification, NotificationPort, Observer, PaymentPort, WarehousePort } from 'statecart';
import type { AuthorizeRequest, PaymentAnswer, PortCall, ReserveRequest } from 'statecart/ports';
import { expectTypeOf } from 'vitest';

/** Checked by the compiler alone (`npm run typecheck`), never run: what writing an adapter is like. */
declare const others: Omit<PaymentPort, 'authorize'>;

// The interface gives the parameters their types.
const payment: PaymentPort = {
  ...others,
  async authorize(request, call) {
    expectTypeOf(request).toEqualTypeOf<AuthorizeRequest>();
    expectTypeOf(call).toEqualTypeOf<PortCall>();
    expectTypeOf(request.amountMinor).toEqualTypeOf<number>();
    return { status: 'authorized', amountMinor: request.amountMinor };
  },
};
expectTypeOf<PaymentPort['find']>().returns.resolves.toEqualTypeOf<PaymentAnswer | null>();
expectTypeOf<PaymentPort>().toExtend<{ readonly timeoutMs?: number; readonly settleMs?: number }>();

declare const forgetful: Omit<PaymentPort, 'find'>;
// @ts-expect-error A provider that can't be asked what became of a call is none.
void (forgetful satisfies PaymentPort);
// @ts-expect-error There is no such answer.
void ({ ...payment, void: async () => ({ status: 'cancelled' }) } satisfies PaymentPort);
// @ts-expect-error A decline says why.
void ({ ...payment, authorize: async () => ({ status: 'declined' }) } satisfies PaymentPort);

expectTypeOf<WarehousePort['reserve']>().parameter(0).toEqualTypeOf<ReserveRequest>();
expectTypeOf<NotificationPort['send']>().parameter(0).toEqualTypeOf<Notification>();

// An observer names what it wants to see, and may see nothing.
void ({} satisfies Observer);
// @ts-expect-error There is no such moment.
void ({ onStep() {} } satisfies Observer);
