import { z } from 'zod';

const milliseconds = (fallback: number) => z.coerce.number().int().min(0).max(86_400_000).default(fallback);

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_SCHEMA: z.string().default('statecart'),
  DATA_DIR: z.string().min(1).default('.statecart-express'),
  WEBHOOK_SECRET: z.string('is needed: the secret that the payment provider signs its webhooks with').min(16),
  WORKER_LEASE_MS: z.coerce.number().int().default(30_000),
  SIMULATED_STEP_MS: milliseconds(1_000),
  SHUTDOWN_DELAY_MS: milliseconds(0),
});

/** How the service is set up. README.md has what each variable means. */
export interface Config {
  readonly port: number;
  /** `null`: the embedded Postgres in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly databaseSchema: string;
  readonly dataDir: string;
  readonly webhookSecret: string;
  readonly workerLeaseMs: number;
  readonly simulatedStepMs: number;
  readonly shutdownDelayMs: number;
}

/** An environment that the service can't start with. */
export class WrongConfig extends Error {}

/** Reads the environment. An empty variable counts as left out. @throws WrongConfig with everything that is wrong. */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new WrongConfig(`The environment is not as expected:\n${problems.join('\n')}`);
  }
  const { data } = parsed;
  return {
    port: data.PORT,
    databaseUrl: data.DATABASE_URL ?? null,
    databaseSchema: data.DATABASE_SCHEMA,
    dataDir: data.DATA_DIR,
    webhookSecret: data.WEBHOOK_SECRET,
    workerLeaseMs: data.WORKER_LEASE_MS,
    simulatedStepMs: data.SIMULATED_STEP_MS,
    shutdownDelayMs: data.SHUTDOWN_DELAY_MS,
  };
}
