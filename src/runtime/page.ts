import { OrderError } from '../errors/index.ts';

/** How many entries a page has when nothing is said. */
export const defaultPageSize = 100;
/** How many entries a page may have. */
export const maxPageSize = 1_000;

/** The length of a page. `what`: its entries. @throws OrderError `LIMIT_EXCEEDED`. */
export function pageSizeOf(limit: number = defaultPageSize, what: string): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxPageSize) return limit;
  throw new OrderError(
    'LIMIT_EXCEEDED',
    `limit is ${typeof limit === 'number' ? limit : typeof limit}, but a page holds 1 to ${maxPageSize} ${what}. Ask for the next page with \`after\`.`,
    { retry: 'afterFix', details: { value: limit, limit: maxPageSize } },
  );
}
