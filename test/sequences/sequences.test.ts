import { sequencesKeepEveryInvariant } from './suite.ts';

sequencesKeepEveryInvariant(2_000);
