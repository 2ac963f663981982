import type { FactType } from '../../machine/index.ts';
import type { CustomerRecord, Product } from '../../ports/index.ts';
import {
  type FulfillmentOptions,
  fulfillmentOf,
  type MemoryFulfillment,
} from './fulfillment/memory-fulfillment.ts';
import { createMemoryCatalog, type MemoryCatalog } from './memory-catalog.ts';
import { checkoutOf, type MemoryCheckout } from './memory-checkout.ts';
import { createMemoryCustomers, type MemoryCustomers } from './memory-customers.ts';
import { type MemoryNotifications, notificationsOf } from './memory-notifications.ts';
import { type MemoryRisk, riskOf } from './memory-risk.ts';
import { type MemoryPayments, type PaymentsOptions, paymentsOf } from './payments/memory-payments.ts';
import { type MemoryShipping, type ShippingOptions, shippingOf } from './shipping/memory-shipping.ts';
import type { Books } from './simulation/books.ts';
import type { DeskOptions } from './simulation/desk.ts';
import { createOutside, type OutsideOptions, type Report } from './simulation/outside.ts';
import {
  type MemoryWarehouse,
  type StockOnHand,
  type WarehouseOptions,
  warehouseOf,
} from './warehouse/memory-warehouse.ts';

/** What a simulated world is made from. Every party takes its `rules` and `latencyMs`. */
export interface MemoryWorldOptions extends OutsideOptions {
  /** What is on the shelves at first. @defaultValue nothing */
  readonly stock?: readonly StockOnHand[];
  /** @defaultValue none */
  readonly customers?: readonly CustomerRecord[];
  /** @defaultValue none */
  readonly products?: readonly Product[];
  /** Whether pickers and carrier go on by themselves. @defaultValue true */
  readonly autopilot?: boolean;
  readonly payments?: PaymentsOptions;
  readonly warehouse?: Omit<WarehouseOptions, 'stock'>;
  readonly fulfillment?: Omit<FulfillmentOptions, 'autopilot'>;
  readonly shipping?: Omit<ShippingOptions, 'autopilot'>;
  readonly notifications?: DeskOptions;
  readonly checkout?: DeskOptions;
  readonly risk?: DeskOptions;
}

/** The parties of a simulated world, as ports. */
export interface MemoryPorts {
  readonly payment: MemoryPayments;
  readonly warehouse: MemoryWarehouse;
  readonly fulfillment: MemoryFulfillment;
  readonly shipping: MemoryShipping;
  readonly notification: MemoryNotifications;
  readonly checkout: MemoryCheckout;
  readonly risk: MemoryRisk;
  readonly customer?: MemoryCustomers;
  readonly catalog?: MemoryCatalog;
}

/** A simulated world: everything that an order asks of the outside. */
export interface MemoryWorld {
  readonly payments: MemoryPayments;
  readonly warehouse: MemoryWarehouse;
  readonly fulfillment: MemoryFulfillment;
  readonly shipping: MemoryShipping;
  readonly notifications: MemoryNotifications;
  readonly checkout: MemoryCheckout;
  readonly risk: MemoryRisk;
  readonly customers: MemoryCustomers;
  readonly catalog: MemoryCatalog;
  /** All parties under the names that `createOrders` takes. Customers and catalog are there only if the options name any. */
  readonly ports: MemoryPorts;
  /** Reports a fact by hand, as a party would. */
  report<T extends FactType>(report: Report<T>): Promise<void>;
  /** All that is written down, with what is still to happen: plain JSON. */
  books(): Books;
  /** Goes on from these books: what was still to happen happens, what is overdue at once. Effects are not repeated. */
  restore(books: Books): void;
  /** Lets nothing more happen by itself. `restore` starts it again. */
  stop(): void;
  /** How many facts are being delivered now. */
  delivering(): number;
}

/**
 * Makes a simulated world: payment provider, warehouses, pickers, carrier, notifications, checkout, risk screen,
 * customers and catalog, living by one clock and writing into one set of books.
 *
 * With the autopilot a fulfilment that was asked for is picked and packed, and a parcel with a label is carried and
 * delivered; each step is reported to `deliver` as a CloudEvent: `type` is a fact's type, `subject` the order's id,
 * `data` the fact's payload. A fact that `deliver` throws on comes again, with the same `id`, up to 200 times; the facts
 * of one order go one after the other. Requests and answers are plain JSON, so the parties can stand behind a wire.
 *
 * A host makes it durable with `onChange`: each call is one list of changes to be kept all or not at all; later,
 * `world.restore(applyBookChanges({}, allChanges))` goes on. Between an effect and its answer the host may die: the key
 * is then found, and not repeated. A fact may be delivered twice, under the same `id`.
 *
 * @example
 * import { createMemoryClock, createMemoryWorld } from 'statecart/adapters/memory';
 * const clock = createMemoryClock();
 * const world = createMemoryWorld({
 *   clock,
 *   stock: [{ warehouseId: 'berlin', sku: 'MUG', onHand: 10 }],
 *   deliver: (event) => console.log(event.type),
 * });
 * world.payments.script.next('decline', { where: { amountMinor: 1250 } });
 * await clock.runUntilIdle();
 */
export function createMemoryWorld(options: MemoryWorldOptions): MemoryWorld {
  const outside = createOutside(options);
  const { library, agenda } = outside;
  const autopilot = options.autopilot ?? true;
  const parties = {
    payments: paymentsOf(outside, options.payments ?? {}),
    warehouse: warehouseOf(outside, { ...options.warehouse, stock: options.stock ?? [] }),
    fulfillment: fulfillmentOf(outside, { ...options.fulfillment, autopilot }),
    shipping: shippingOf(outside, { ...options.shipping, autopilot }),
    notifications: notificationsOf(outside, options.notifications ?? {}),
    checkout: checkoutOf(outside, options.checkout ?? {}),
    risk: riskOf(outside, options.risk ?? {}),
    customers: createMemoryCustomers(options.customers),
    catalog: createMemoryCatalog(options.products),
  };
  return {
    ...parties,
    ports: portsOf(parties, options),
    report: (report) => library.keep(() => outside.report(report)),
    books: () => library.snapshot(),
    restore(books) {
      library.restore(books);
      agenda.resume();
    },
    stop: () => agenda.stop(),
    delivering: () => agenda.delivering(),
  };
}

function portsOf(
  parties: Omit<MemoryWorld, 'ports' | 'report' | 'books' | 'restore' | 'stop' | 'delivering'>,
  options: MemoryWorldOptions,
): MemoryPorts {
  const {
    payments: payment,
    warehouse,
    fulfillment,
    shipping,
    notifications: notification,
    checkout,
    risk,
  } = parties;
  return {
    payment,
    warehouse,
    fulfillment,
    shipping,
    notification,
    checkout,
    risk,
    ...(options.customers ? { customer: parties.customers } : {}),
    ...(options.products ? { catalog: parties.catalog } : {}),
  };
}
