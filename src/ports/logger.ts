/** A structured logger; pino fits as it is. Nothing personal is logged at `info` or above. */
export interface Logger {
  /** For whoever debugs this library. */
  debug(fields: Record<string, unknown>, message: string): void;
  /** What happens in the normal course. */
  info(fields: Record<string, unknown>, message: string): void;
  /** What is going to be tried again, or taken care of otherwise. */
  warn(fields: Record<string, unknown>, message: string): void;
  /** What somebody has to look at. */
  error(fields: Record<string, unknown>, message: string): void;
}
