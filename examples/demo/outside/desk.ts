import type { CloudEvent } from 'statecart';
import type { MemoryWorld } from 'statecart/adapters/memory';
import { answerCall } from '../../outside/answer-call.ts';
import type { BookFile } from '../../outside/book-file.ts';
import type { CallMessage, CallReply } from '../../outside/protocol.ts';
import type { ShopFile } from '../file/file-schema.ts';
import type {
  Delivery,
  Happening,
  OutsideBooks,
  OutsideState,
  Settled,
  TurnMessage,
  TurnReply,
} from './protocol.ts';
import { createOutsideClock } from './turned-clock.ts';
import { createOutsideWorld } from './world.ts';

/** What the process of the outside does with each message. */
export interface OutsideDesk {
  state(): OutsideState;
  books(): OutsideBooks;
  call(message: CallMessage): Promise<CallReply>;
  turn(message: TurnMessage): Promise<TurnReply>;
  happen(happening: Happening): Promise<void>;
}

interface Waiting extends Delivery {
  readonly settle: (error: string | null) => void;
}

/** Opens the outside of a shop on its books: what was still to happen happens, and effects are not repeated. */
export function openOutside(file: ShopFile, bookFile: BookFile): OutsideDesk {
  const own = bookFile.books.demo ?? {};
  const happened = new Set(Object.keys(own.happened ?? {}));
  const clock = createOutsideClock((own.clock?.now?.at as number | undefined) ?? file.shop.opens);
  const waiting = new Map<number, Waiting>();
  let deliveries = 0;

  const deliver = (event: CloudEvent): Promise<void> =>
    new Promise((resolve, reject) => {
      deliveries += 1;
      const id = deliveries;
      waiting.set(id, {
        id,
        event,
        settle: (error) => (error === null ? resolve() : reject(new Error(error))),
      });
    });
  const world = createOutsideWorld(file, { clock, deliver, onChange: (changes) => bookFile.append(changes) });
  world.restore(bookFile.books);

  const settle = ({ id, error }: Settled) => {
    waiting.get(id)?.settle(error);
    waiting.delete(id);
  };
  return {
    state: () => ({ now: clock.now(), happened: [...happened] }),
    books: () => ({
      payments: world.payments.book().accounts,
      levels: world.warehouse.book().levels,
      reservations: world.warehouse.book().reservations,
      parcels: world.shipping.book().parcels,
    }),
    call: (message) => answerCall(world, message),
    async turn({ now, settled }) {
      settled.forEach(settle);
      await eventLoopTurn();
      if (now > clock.now())
        bookFile.append([{ book: 'demo', table: 'clock', key: 'now', row: { at: now } }]);
      await clock.moveTo(now);
      return { facts: Array.from(waiting.values(), ({ id, event }) => ({ id, event })), next: clock.next() };
    },
    async happen({ id, what }) {
      if (happened.has(id)) return;
      await happenNow(world, what);
      happened.add(id);
      bookFile.append([{ book: 'demo', table: 'happened', key: id, row: { at: clock.now() } }]);
    },
  };
}

async function happenNow(world: MemoryWorld, what: Happening['what']): Promise<void> {
  switch (what.do) {
    case 'pay':
      await world.payments.payElsewhere(what.payment);
      return;
    case 'restock':
      return world.warehouse.restock(what.delivery);
    case 'return': {
      const { orderId, returnId, lines } = what;
      return world.report({
        source: 'warehouse',
        type: 'return.received',
        orderId,
        data: { returnId, lines: [...lines] },
      });
    }
  }
}

/** Lets promises that are settled be heard of. */
function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
