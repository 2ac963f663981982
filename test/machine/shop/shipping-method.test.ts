import { describe, expect, test } from 'vitest';
import { given } from '../../support/given.ts';

const express = { carrier: 'dhl', service: 'Express', label: 'DHL, tomorrow', rateId: 'rate_1' };
const dataOf = (life: ReturnType<typeof given>, type: string) =>
  life.results.flatMap(({ commands }) => commands).find((command) => command.type === type)?.data;

describe('how an order is sent', () => {
  test('is chosen on the draft, stays on the order, and goes to warehouse and carrier as it was chosen', () => {
    const life = given({ shippingMethod: express }).submit().settle().pack().settle();
    expect(life.order.shippingMethod).toEqual(express);
    expect(dataOf(life, 'fulfillment.create')).toMatchObject({ shippingMethod: express });
    expect(dataOf(life, 'shipment.create')).toMatchObject({ shippingMethod: express });
  });

  test('may be left to the carrier', () => {
    const life = given().submit().settle().pack().settle();
    expect(life.order.shippingMethod).toBeNull();
    expect(dataOf(life, 'shipment.create')).toMatchObject({ shippingMethod: null });
  });

  test('can be changed while it is a draft, and taken back; what else was chosen stays', () => {
    const life = given({ notes: 'ring twice' }).when({
      type: 'draft.edit',
      shippingMethod: { carrier: 'ups' },
    });
    expect(life.order.shippingMethod).toEqual({ carrier: 'ups', service: null, label: null, rateId: null });
    expect(life.order.notes).toBe('ring twice');
    life.when({ type: 'draft.edit', notes: 'ring once' });
    expect(life.order.shippingMethod?.carrier).toBe('ups');
    expect(life.when({ type: 'draft.edit', shippingMethod: null }).order.shippingMethod).toBeNull();
    const [refusal] = given().submit().refusals({ type: 'draft.edit', shippingMethod: express });
    expect(refusal).toMatchObject({ rule: 'draft.only', code: 'not_a_draft' });
  });

  test('goes with goods that are sent again', () => {
    const life = given({ shippingMethod: express, terms: { onLostParcel: 'reship' } });
    life.submit().settle().pack().settle().parcel('dispatched').settle().parcel('lost').settle();
    const asked = life.results
      .flatMap(({ commands }) => commands)
      .filter(({ type }) => type === 'fulfillment.create');
    expect(asked.map(({ data }) => data['shippingMethod'])).toEqual([express, express]);
  });
});
