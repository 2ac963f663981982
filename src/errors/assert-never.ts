import { OrderError } from './order-error.ts';

/** Ends a total switch: the compiler refuses a missing case, and a value from outside the types is named. */
export function assertNever(value: never, what: string): never {
  throw new OrderError('INVARIANT_VIOLATED', `unexpected ${what}: ${JSON.stringify(value)}`);
}
