import { isOrderError, type OrderError } from 'statecart';

/** The OrderError that a call ends with. */
export async function errorOf(work: Promise<unknown>): Promise<OrderError> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && isOrderError(outcome.error)) return outcome.error;
  throw new Error(`expected an OrderError, got ${JSON.stringify(outcome)}`);
}
