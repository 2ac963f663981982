import type { CommandType } from '../../machine/index.ts';
import type { Clock, OrderStore } from '../../ports/index.ts';
import type { OrderPorts } from '../options.ts';
import type { Desk } from './desk.ts';
import { fulfillmentDesk } from './fulfillment.ts';
import { checkoutDesk, notificationDesk } from './notices.ts';
import { ownDesk } from './own.ts';
import { paymentDesk } from './payment.ts';
import { riskDesk } from './risk.ts';
import { shippingDesk } from './shipping.ts';
import { warehouseDesk } from './warehouse.ts';

export type { Desk } from './desk.ts';
export { unscreened } from './risk.ts';

/** What a desk may ask besides its port. */
export interface DeskHelp {
  readonly store: Pick<OrderStore, 'otherOrders'>;
  readonly clock: Clock;
}

/** The desk that performs a command, `null` if its port is not there. Without help it knows no more than the command. */
export function deskFor(ports: OrderPorts, type: CommandType, help?: DeskHelp): Desk | null {
  switch (type) {
    case 'payment.authorize':
    case 'payment.capture':
    case 'payment.void':
    case 'payment.refund':
      return paymentDesk(ports.payment, type);
    case 'stock.reserve':
    case 'stock.release':
    case 'stock.confirm':
    case 'stock.return':
      return warehouseDesk(ports.warehouse, type);
    case 'fulfillment.create':
    case 'fulfillment.cancel':
      return fulfillmentDesk(ports.fulfillment, type);
    case 'shipment.create':
    case 'shipment.cancel':
      return shippingDesk(ports.shipping, type);
    case 'risk.screen':
      return ports.risk === undefined ? null : riskDesk(ports.risk, help);
    case 'notification.send':
      return ports.notification === undefined ? null : notificationDesk(ports.notification, ports.customer);
    case 'checkout.clear':
      return ports.checkout === undefined ? null : checkoutDesk(ports.checkout);
    default: {
      // A command of an extension: the base has none besides.
      const port = ports.commands?.[type satisfies never];
      return port === undefined ? null : ownDesk(port);
    }
  }
}

/** Commands that no order waits for: they run when nothing else of the order does. */
export function isNotice(type: CommandType): boolean {
  return type === 'notification.send' || type === 'checkout.clear';
}
