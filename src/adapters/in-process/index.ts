export {
  type BusHandler,
  createInProcessBus,
  type InProcessBus,
  type Subscription,
} from './in-process-bus.ts';
