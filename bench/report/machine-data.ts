import { cpus, loadavg, totalmem } from 'node:os';

/** The machine that figures were measured on. */
export interface MachineData {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  readonly postgres: string;
  readonly date: string;
  readonly loadBefore: number;
  readonly loadAfter: number;
}

/** The load of the last minute. */
export function load(): number {
  return loadavg()[0]!;
}

/** What this machine is. */
export function machineData(postgres: string, loadBefore: number): MachineData {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() || 'unknown processor',
    cores: all.length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres,
    date: new Date().toISOString().slice(0, 10),
    loadBefore,
    loadAfter: load(),
  };
}
