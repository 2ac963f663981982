import type { CensusRow } from '../../../ports/index.ts';
import type { Database } from './database.ts';

/** What there is, counted by name. */
export function census(database: Database): readonly CensusRow[] {
  const counts = new Map<string, CensusRow>();
  const add = (kind: CensusRow['kind'], name: string) => {
    const key = `${kind} ${name}`;
    counts.set(key, { kind, name, count: (counts.get(key)?.count ?? 0) + 1 });
  };
  for (const { order, commands } of database.orders.values()) {
    add('machineVersion', String(order.machineVersion));
    for (const [axis, state] of Object.entries(order.axes)) add('state', `${axis}.${state}`);
    for (const { name } of order.deadlines) add('deadline', name);
    for (const { type } of commands) add('command', type);
  }
  for (const { message, state } of database.messages.values()) {
    const { type } = message.fact;
    if (state === 'waiting' && typeof type === 'string') add('message', type);
  }
  return [...counts.values()];
}
