import { describe, it } from 'vitest';
import { askedContracts } from './asked-contracts.ts';
import { simulatedContracts } from './simulated-contracts.ts';

simulatedContracts({ describe, it });
askedContracts({ describe, it });
