/** Decides when workers are killed; printed by each run. `STATECART_TEST_SEED` repeats one. */
export const seed = Number(process.env['STATECART_TEST_SEED'] ?? Date.now() % 1_000_000);
