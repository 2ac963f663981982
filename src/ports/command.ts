import type { Command, FactInput } from '../machine/index.ts';
import type { PortCall, PortTraits } from './call.ts';

/** A command of an extension, with the data that its schema says. */
export interface OwnCommand<Data> extends Omit<Command, 'type' | 'data'> {
  readonly type: string;
  readonly data: Data;
}

/**
 * Performs one type of command of an extension: what `extendOrder` asks of the outside. Called at least once a command,
 * under the same `key`.
 */
export interface CommandPort<Data = Command['data'], Fact extends { readonly type: string } = FactInput>
  extends PortTraits {
  /**
   * Does it. What it returns is told to the order; nothing, if nothing is to be told.
   * @throws PortError `never` (it won't ever succeed: a dead letter, and `failed` is told) or `later` (it is tried again).
   */
  perform(command: OwnCommand<Data>, call: PortCall): Promise<readonly Fact[] | void>;
  /** What the order hears when it did not succeed and is not tried again. @defaultValue nothing */
  failed?(command: OwnCommand<Data>, code: string, reason: string): readonly Fact[];
}
