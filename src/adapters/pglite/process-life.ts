import { readFile } from 'node:fs/promises';

/**
 * When a process started, in ticks since the machine did, where the system tells (Linux). With it a number that was given
 * to another process since is told from the first; in a container every process is number 1.
 */
export async function startOf(pid: number): Promise<string | null> {
  const stat = await readStat(pid);
  return stat?.[19] ?? null;
}

/** Whether the process that had `pid` and started at `start` still runs. */
export async function isAlive(pid: number, start: string | null): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const stat = await readStat(pid);
  if (stat === null) return true;
  const over = stat[0] === 'Z' || stat[0] === 'X';
  return !over && (start === null || stat[19] === start);
}

/** The fields of /proc/<pid>/stat from the third on (proc_pid_stat(5)): the second is a name that may hold spaces and parentheses. */
async function readStat(pid: number): Promise<string[] | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
