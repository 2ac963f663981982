import { checkOut, type PgClient, type PgPool } from './pg-pool.ts';

const reconnectMs = 1_000;

/**
 * LISTEN on a client that is kept out of the pool: a pooler would give each query another session, and a session that
 * listens must not be shared. A lost session is opened again; what was missed meanwhile may have been a wake-up, so there is one.
 */
export async function listenOn(
  pool: PgPool,
  channel: string,
  onNotify: () => void,
): Promise<() => Promise<void>> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current: { client: PgClient; close: () => void } | undefined;

  const open = async (): Promise<void> => {
    const client = await checkOut(pool);
    const lost = (): void => {
      close();
      if (!stopped) retryLater();
    };
    const heard = (message: { readonly channel: string }): void => {
      if (message.channel === channel) onNotify();
    };
    const ignore = (): void => {};
    let open = true;
    const close = (): void => {
      if (!open) return;
      open = false;
      current = undefined;
      client.removeListener('notification', heard);
      client.removeListener('error', lost);
      client.on('error', ignore);
      client.release(true);
    };
    client.on('error', lost);
    client.on('notification', heard);
    try {
      await client.query(`listen "${channel}"`);
    } catch (error) {
      close();
      throw error;
    }
    if (stopped) close();
    else if (open) current = { client, close };
  };
  const retryLater = (): void => {
    timer = setTimeout(() => {
      open().then(onNotify, () => {
        if (!stopped) retryLater();
      });
    }, reconnectMs);
    timer.unref();
  };

  await open();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    current?.close();
  };
}
