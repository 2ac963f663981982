import { sequencesKeepEveryInvariant } from '../suite.ts';

sequencesKeepEveryInvariant(50_000, 500_000_000);
