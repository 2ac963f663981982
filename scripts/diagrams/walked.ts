import type { Command, Order } from 'statecart/machine';
import { archetypes, pathOrderId, walkPath } from 'statecart/testing';
import { readPaths } from '../state-table/paths-file.ts';

/** What the kept paths show: the orders that they lead to, and a command of each type. */
export interface Walked {
  readonly orders: readonly Order[];
  readonly commands: ReadonlyMap<string, Command>;
}

/** Walks the paths of the state table with the real step. */
export function walkKeptPaths(): Walked {
  const orders: Order[] = [];
  const commands = new Map<string, Command>();
  for (const [index, path] of readPaths().paths.entries())
    for (const { position, result } of walkPath(archetypes, path, pathOrderId(index))) {
      orders.push(position.order);
      for (const command of result?.commands ?? []) commands.set(command.type, command);
    }
  return { orders, commands };
}
