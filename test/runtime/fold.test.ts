import { describe, expect, it } from 'vitest';
import { type Draft, draftSchema, type OrderEvent, parseEvent } from '../../src/machine/index.ts';
import { applyEvent, changeOf, foldNew, foldOf, outcomeOf } from '../../src/runtime/fold.ts';
import { upgraded } from '../../src/runtime/load.ts';
import { mugs } from './setup.ts';

const meta = (id: string) => ({
  id,
  occurredAt: 5,
  receivedAt: 5,
  actor: null,
  correlationId: null,
  causationId: null,
  traceparent: null,
  untried: [],
});
const draft: Draft = draftSchema.parse({
  ...mugs(),
  id: '11111111-1111-4111-8111-111111111111',
  lines: [{ ...mugs().lines[0], id: 'mug' }],
  terms: {},
});
const submit: OrderEvent = {
  type: 'order.submit',
  meta: meta('submit'),
  number: 'N-1',
  allocations: [{ lineId: 'mug', warehouseId: 'berlin', quantity: 2 }],
  contentHash: null,
  others: null,
};
const cancel = parseEvent({ type: 'order.cancel', reason: 'changed_mind' } as never, meta('cancel'));
const types = (commands: readonly { readonly type: string }[]) => commands.map((command) => command.type);

describe('a fold', () => {
  it('makes one change of several events, each with its own lines of history and its own meta', () => {
    const change = changeOf(applyEvent(foldNew(draft, meta('create')), submit), 7)!;
    expect(change.before).toBe(0);
    expect(change.order.version).toBe(2);
    expect(change.history.map((record) => record.to)).toEqual(['draft', 'pending']);
    expect(change.journal.map((entry) => entry.meta.id)).toEqual(['create', 'submit']);
    expect(change.events.map((event) => event.sequence)).toEqual(change.events.map((_, index) => index + 1));
    expect(new Set(change.events.map((event) => event.meta.id))).toEqual(new Set(['create', 'submit']));
    expect(change.commands.every((command) => command.runAt === 7 && command.meta.id === 'submit')).toBe(
      true,
    );
  });

  it('takes back a command of its own without a trace, and one in the store by its id', () => {
    const submitted = applyEvent(foldNew(draft, meta('create')), submit);
    const reserve = submitted.commands.find((command) => command.type === 'stock.reserve')!;
    const own = changeOf(applyEvent(submitted, cancel), 7)!;
    expect(types(own.commands)).not.toContain('stock.reserve');
    expect(own.withdrawn).toEqual([]);

    const loaded = foldOf(upgraded({ order: submitted.order, untried: [reserve.id] }));
    const stored = changeOf(applyEvent(loaded, cancel), 7)!;
    expect(stored.withdrawn).toEqual([reserve.id]);
    expect(stored.before).toBe(2);
  });

  it('is nothing to write when all of it was known already', () => {
    const submitted = applyEvent(foldNew(draft, meta('create')), submit);
    const loaded = foldOf(upgraded({ order: submitted.order, untried: [] }));
    const gone = parseEvent(
      { type: 'deadline.reached', name: 'draft.expires', ref: 'none', at: 1 } as never,
      meta('late'),
    );
    const fold = applyEvent(loaded, gone);
    expect(outcomeOf(fold)).toBe('duplicate');
    expect(changeOf(fold, 7)).toBeNull();
    expect(fold.order).toBe(submitted.order);
  });

  it('is never changed by what is folded into it', () => {
    const before = foldNew(draft, meta('create'));
    const copy = structuredClone(before);
    applyEvent(before, submit);
    expect(before).toEqual(copy);
  });
});
