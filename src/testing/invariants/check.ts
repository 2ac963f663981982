import { type LineQuantity, type Operation, type Order, sum } from '../../machine/index.ts';

/** A sentence about what is wrong with an order, or nothing. */
export type Check = (order: Order) => readonly string[];

/** Units of a line in records, counted without the code that is checked. */
export const unitsIn = (records: readonly (readonly LineQuantity[])[], lineId: string): number =>
  sum(
    records
      .flat()
      .filter((line) => line.lineId === lineId)
      .map((line) => line.quantity),
  );

/** Whether the outside still owes an answer. */
export const isUnderWay = ({ state }: Pick<Operation, 'state'>): boolean =>
  state === 'requested' || state === 'unknown';
