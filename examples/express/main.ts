import { isOrderError } from 'statecart';
import { readConfig, WrongConfig } from './config.ts';
import { startService } from './service.ts';

try {
  await startService(readConfig(process.env));
} catch (error) {
  console.error(error instanceof WrongConfig || isOrderError(error) ? error.message : error);
  process.exit(1);
}
