import type { Terms } from 'statecart';
import { defaultTerms } from 'statecart/machine';
import { brokenInvariants } from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import { mugs, openShop, type Shop } from './setup.ts';

const shopWith = (terms: Partial<Terms> = {}, autopilot = false) =>
  openShop({
    options: { terms: { ...defaultTerms, ...terms } },
    world: { stock: [{ warehouseId: 'berlin', sku: 'MUG', onHand: 10 }], autopilot },
  });

/** All that is due is done, and what the outside reports is taken. */
async function settle(shop: Shop): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await shop.orders.drain();
    await shop.clock.advance(1_000);
  }
}

const wish = (lineId: string, quantity = 1) => ({
  lines: [{ lineId, quantity }],
  reason: 'changed_mind',
});
const threeMugs = () => mugs({ lines: [{ ...mugs().lines[0]!, quantity: 3 }] });
const level = (shop: Shop) => shop.world.warehouse.level('berlin', 'MUG');
const account = (shop: Shop) => Object.values(shop.world.payments.book().accounts)[0]!;

describe('units of a line that are cancelled', () => {
  it('before anything was asked for are neither reserved for long, nor paid, nor picked', async () => {
    const shop = shopWith();
    const bystander = await shop.orders.create(mugs());
    await settle(shop);
    const before = await shop.orders.get(bystander.id);
    const { id, lines } = await shop.orders.create(threeMugs());
    await shop.orders.cancelLines(id, wish(lines[0]!.id, 2), { actor: 'user-7' });
    await settle(shop);
    const after = await shop.orders.get(id);
    expect(after.lineCancellations).toMatchObject([{ state: 'effective', actor: 'user-7' }]);
    expect(after.axes).toMatchObject({ status: 'confirmed', stock: 'reserved', payment: 'captured' });
    expect(level(shop)).toMatchObject({ onHand: 10, reserved: 2 + 1 });
    expect(after.fulfillments.map((entry) => entry.lines[0]?.quantity)).toEqual([1]);
    expect(brokenInvariants(after)).toEqual([]);
    expect(await shop.orders.get(bystander.id)).toEqual(before);
  });

  it('whose pickers were asked wait for them to stop, and the rest is picked anew', async () => {
    const shop = shopWith();
    const { id, lines } = await shop.orders.create(threeMugs());
    await settle(shop);
    const asked = await shop.orders.cancelLines(id, wish(lines[0]!.id));
    expect(asked.lineCancellations[0]?.state).toBe('requested');
    await settle(shop);
    const after = await shop.orders.get(id);
    expect(after.lineCancellations[0]?.state).toBe('effective');
    expect(after.fulfillments.map(({ stage, lines: [line] }) => [stage, line?.quantity])).toEqual([
      ['cancelled', 3],
      ['accepted', 2],
    ]);
    expect(account(shop)).toMatchObject({ refundedMinor: 1_250 });
    expect(level(shop)).toMatchObject({ onHand: 10, reserved: 2 });
    expect(shop.published.map(({ type }) => type)).toContain('order.line_cancelled');
    const told = shop.world.notifications
      .book()
      .sent.find(({ template }) => template === 'order_lines_cancelled');
    expect(told?.data).toMatchObject({
      lines: [{ sku: 'MUG', name: 'Mug', quantity: 1, amountMinor: 1_250 }],
      amountMinor: 1_250,
    });
  });

  it('and are not to be sold again are no longer on hand', async () => {
    const shop = shopWith();
    const { id, lines } = await shop.orders.create(threeMugs());
    await settle(shop);
    await shop.orders.cancelLines(id, { ...wish(lines[0]!.id, 2), restock: false });
    await settle(shop);
    expect(level(shop)).toMatchObject({ onHand: 8, reserved: 1 });
    await shop.orders.cancelLines(id, wish(lines[0]!.id, 1));
    await settle(shop);
    expect((await shop.orders.get(id)).axes.status).toBe('refunded');
    expect(level(shop)).toMatchObject({ onHand: 8, reserved: 0 });
    expect(account(shop)).toMatchObject({ refundedMinor: 3_750 });
  });

  it('have left: that is refused, with what can still be cancelled', async () => {
    const shop = shopWith({}, true);
    const { id, lines } = await shop.orders.create(threeMugs());
    await shop.orders.drain();
    for (let round = 0; round < 50; round += 1) {
      await shop.clock.advance(3_600_000);
      await shop.orders.drain();
    }
    const result = await shop.orders.trySend(id, { type: 'order.cancel_lines', ...wish(lines[0]!.id) });
    expect(result).toMatchObject({ ok: false, refusals: [{ rule: 'cancel_lines.status' }] });
  });

  it('after the time for it are cancelled by a person who says why', async () => {
    const shop = shopWith({ cancelUntil: 'confirmed', cancelReasons: ['changed_mind'] });
    const { id, lines } = await shop.orders.create(threeMugs());
    await settle(shop);
    const late = { ...wish(lines[0]!.id), reason: 'changed_mind' };
    await expect(shop.orders.cancelLines(id, late)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      details: { refusals: [{ rule: 'cancel.until', code: 'cancellation_too_late' }] },
    });
    await shop.orders.cancelLines(
      id,
      { ...late, override: { reason: 'a good customer' } },
      { actor: 'user-9' },
    );
    await settle(shop);
    expect((await shop.orders.get(id)).lineCancellations).toMatchObject([
      { state: 'effective', actor: 'user-9', overrideReason: 'a good customer' },
    ]);
  });
});
