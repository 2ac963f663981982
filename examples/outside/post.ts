/** The longest that an answer may take, in real milliseconds. */
const patienceMs = 20_000;

/** Posts JSON and reads JSON. Anything but a success is an error that says so. */
export async function post<Reply>(url: string, body: unknown, signal?: AbortSignal): Promise<Reply> {
  const patience = AbortSignal.timeout(patienceMs);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
  });
  const reply: unknown = await response.json();
  if (response.ok) return reply as Reply;
  throw new Error(`${url} answered ${response.status}: ${(reply as { message?: string }).message ?? ''}`);
}
