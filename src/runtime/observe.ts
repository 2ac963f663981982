import type { Logger, Observer } from '../ports/index.ts';

/** An observer whose methods are all there and never throw. */
export type SafeObserver = Required<Observer>;

/** Makes an observer safe to call: what it throws is logged and changes nothing. */
export function safeObserver(observer: Observer, logger: Logger): SafeObserver {
  const guarded = (method: keyof Observer, show: () => void): void => {
    try {
      show();
    } catch (error) {
      logger.warn({ err: error, method }, 'the observer threw');
    }
  };
  return {
    stepped: (seen) => guarded('stepped', () => observer.stepped?.(seen)),
    refused: (seen) => guarded('refused', () => observer.refused?.(seen)),
    committed: (seen) => guarded('committed', () => observer.committed?.(seen)),
    performed: (seen) => guarded('performed', () => observer.performed?.(seen)),
    deadLettered: (seen) => guarded('deadLettered', () => observer.deadLettered?.(seen)),
  };
}
