import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds over which is measured how much this thread has to do. */
const LOOK_EVERY_MS = 10;

/** The share of a moment that a thread works which is not called busy. */
const IDLE_BELOW = 0.5;

/** Waits until this thread has been idle for half of a moment, or nobody waits for that any more. */
export async function untilIdle(isWaitedFor: () => boolean): Promise<void> {
  while (isWaitedFor()) {
    const before = performance.eventLoopUtilization();
    await delay(LOOK_EVERY_MS);
    if (performance.eventLoopUtilization(before).utilization < IDLE_BELOW) return;
  }
}
