export { assertNever } from './assert-never.ts';
export {
  type ErrorCode,
  errorCodes,
  isOrderError,
  OrderError,
  type OrderErrorOptions,
  type Problem,
  type RetryAdvice,
} from './order-error.ts';
export { isPortError, PortError, type PortErrorOptions, type PortOutcome } from './port-error.ts';
