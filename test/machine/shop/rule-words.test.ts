import {
  admit,
  createOrder,
  type EventMeta,
  explain,
  isRequestType,
  type Order,
  type OrderRequest,
  parseEvent,
  type Rule,
  rules,
  type Terms,
} from 'statecart/machine';
import { archetypes, candidateEvents, draftOf, pathOrderId, walkPath } from 'statecart/testing';
import { describe, expect, test } from 'vitest';
import { readPaths } from '../../../scripts/state-table/paths-file.ts';
import { boldRequests } from '../../../src/testing/walk/unfit.ts';
import { metaAt } from '../../support/walk.ts';

/** The order, with a note of each field of the terms that is read of it, two levels deep. */
function watched(order: Order, reads: Set<string>): Order {
  const note = <T extends object>(object: T, within: string): T =>
    new Proxy(object, {
      get: (target, field) => {
        const value = Reflect.get(target, field) as unknown;
        const path = `${within}${String(field)}`;
        const isGroup = within === '' && ['limits', 'duplicates'].includes(path);
        if (!isGroup) reads.add(path);
        return isGroup ? note(value as object, `${path}.`) : value;
      },
    });
  return { ...order, terms: note({ ...order.terms } as Terms, '') };
}

const meta: EventMeta = metaAt(1_772_442_000_000, 'asked');

/** Orders of every sort with requests of every type, those that it is to refuse among them. */
function* asked(): Generator<readonly [Order, OrderRequest]> {
  for (const order of orders())
    for (const { event } of [...boldRequests(order), ...candidateEvents(order)])
      if (isRequestType(event.type)) yield [order, parseEvent(event, meta) as OrderRequest];
}

/** A draft of every archetype, and the orders along the paths of the state graph. */
function* orders(): Generator<Order> {
  const { paths } = readPaths();
  for (const archetype of archetypes) yield createOrder(draftOf(archetype, pathOrderId(0)), meta).order;
  for (const [index, path] of paths.entries())
    for (const { position } of walkPath(archetypes, path, pathOrderId(index))) yield position.order;
}

describe('what a rule says of itself', () => {
  test('holds wherever it is asked: it refuses with no other code, and reads no other terms', () => {
    const reads = new Map<Rule, Set<string>>(rules.map((rule) => [rule, new Set<string>()]));
    const unlisted: string[] = [];
    const refused = new Set<string>();
    let requests = 0;
    for (const [order, event] of asked()) {
      requests += 1;
      const state = explain(order, event.type);
      for (const rule of rules.filter(({ on }) => on.includes(event.type))) {
        const seen = watched(order, reads.get(rule) as Set<string>);
        if (rule.scope === 'state') rule.test(seen);
        else if (state.allowed) rule.test(seen, event);
      }
      const admission = admit(order, event);
      if (admission.ok) continue;
      for (const { rule: id, code } of admission.refusals) {
        refused.add(id);
        const rule = rules.find((one) => one.id === id) as Rule;
        if (!rule.codes.includes(code)) unlisted.push(`${id}: ${code}`);
      }
    }
    expect(requests).toBeGreaterThan(10_000);
    expect(refused.size).toBeGreaterThan(30);
    expect(unlisted).toEqual([]);
    const unsaid = [...reads].flatMap(([rule, read]) =>
      [...read]
        .filter((term) => !rule.terms.some((said) => said === term))
        .map((term) => `${rule.id} reads ${term}`),
    );
    expect(unsaid).toEqual([]);
  });

  test('is one sentence, codes in snake_case, and terms that there are', () => {
    for (const rule of rules) {
      expect(rule.about).toMatch(/^[A-Z].+\.$/);
      expect(rule.codes.every((code) => /^[a-z][a-z_]*$/.test(code))).toBe(true);
      expect(new Set(rule.codes).size).toBe(rule.codes.length);
      expect(rule.version).toBeGreaterThanOrEqual(1);
    }
    expect(rules.filter(({ codes }) => codes.length === 0).map(({ id }) => id)).toEqual(['edit.total']);
  });
});
