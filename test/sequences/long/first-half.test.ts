import { sequencesKeepEveryInvariant } from '../suite.ts';

sequencesKeepEveryInvariant(50_000);
