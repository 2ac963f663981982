import { OrderError, type Problem } from '../../errors/index.ts';
import { listProblems } from '../../machine/index.ts';

/** What read-only ports and rules found wrong, as one error: `PRICE_CHANGED` if nothing but prices, else `VALIDATION_FAILED`. */
export function problemsError(what: string, problems: readonly Problem[]): OrderError {
  const onlyPrices = problems.every((problem) => problem.code === 'price_changed');
  return new OrderError(
    onlyPrices ? 'PRICE_CHANGED' : 'VALIDATION_FAILED',
    `${what}: ${listProblems(problems)}.`,
    {
      retry: 'afterFix',
      problems,
    },
  );
}

/**
 * Lets an input pass in which nothing is wrong.
 * @throws OrderError `PRICE_CHANGED` or `VALIDATION_FAILED`, with every problem.
 */
export function refuseProblems(what: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw problemsError(what, problems);
}
