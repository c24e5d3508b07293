/**
 * CPU time of a process by thread, as Linux counts it.
 *
 * @module
 */

/** Unit of the times in `/proc/<pid>/task/<tid>/stat`; the same on all Linux. */
const TICK_MS = 10;

/** CPU time that a process has used, milliseconds. */
export interface ThreadCpu {
  /** Of the thread that runs JavaScript. */
  mainMs: number;
  /** Of the store's threads. */
  storeMs: number;
  /** Of all others: garbage collector, compiler, sockets. */
  otherMs: number;
}

/**
 * Reads what the threads of a process have used so far.
 *
 * @param pid Its id.
 * @returns `null` where there is no `/proc` of this kind.
 */
export async function threadCpuOf(pid: number): Promise<ThreadCpu | null> {
  const cpu: ThreadCpu = { mainMs: 0, storeMs: 0, otherMs: 0 };
  try {
    for await (const { name: tid } of Deno.readDir(`/proc/${pid}/task`)) {
      const stat = await Deno.readTextFile(`/proc/${pid}/task/${tid}/stat`);
      // The name may hold spaces and brackets: the figures follow the last one.
      const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const ms = (Number(fields[11]) + Number(fields[12])) * TICK_MS;
      if (Number(tid) === pid) cpu.mainMs += ms;
      else if (/^sw-\d/.test(name)) cpu.storeMs += ms;
      else cpu.otherMs += ms;
    }
    return cpu;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** What was used between two readings. */
export function cpuBetween(from: ThreadCpu, to: ThreadCpu): ThreadCpu {
  return {
    mainMs: to.mainMs - from.mainMs,
    storeMs: to.storeMs - from.storeMs,
    otherMs: to.otherMs - from.otherMs,
  };
}
