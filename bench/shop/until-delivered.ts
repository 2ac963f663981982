import type { Outside } from './outside.ts';

/** Waits until `isDone`. @throws whatever a message of the outside failed with, or an error after `patienceMs`. */
export async function untilDelivered(
  isDone: () => boolean | Promise<boolean>,
  outside: Outside,
  patienceMs = 600_000,
): Promise<void> {
  const begun = performance.now();
  while (!(await isDone())) {
    outside.assertWell();
    if (performance.now() - begun > patienceMs)
      throw new Error(`orders were not delivered within ${patienceMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
