export { consoleLogger } from './console-logger.ts';
export { silentLogger } from './silent-logger.ts';
export { systemClock } from './system-clock.ts';
export { createUuidV7, systemIds, type UuidV7Sources } from './system-ids.ts';
export { systemRandom } from './system-random.ts';
