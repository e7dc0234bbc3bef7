/** Server-sent events by fetch: unlike EventSource, it can bear a token. */
import { ask } from "./api.js";

const RETRY_MS = 1000;

/**
 * Follows snapshots until stopped, connecting again when the connection is lost.
 *
 * @param path of the stream
 * @param onSnapshot told of each
 * @param onState told "connecting", "live" or "lost"
 * @returns a function that stops
 */
export function follow(path, onSnapshot, onState) {
  const stopped = new AbortController();
  (async () => {
    while (!stopped.signal.aborted) {
      try {
        const response = await ask(path, {
          signal: stopped.signal,
          headers: { Accept: "text/event-stream" },
        });
        await read(response.body, (event) => {
          onState("live");
          onSnapshot(event);
        });
      } catch (fault) {
        // Tried again below.
      }
      if (!stopped.signal.aborted) {
        onState("lost");
        await new Promise((wake) => setTimeout(wake, RETRY_MS));
      }
    }
  })();
  return () => stopped.abort();
}

/** Events end with an empty line; this service's have one line of data. */
async function read(body, onEvent) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const events = (pending + value).split("\n\n");
    pending = events.pop();
    // Of several that wait only the latest matters.
    const latest = events
      .map((event) => event.split("\n").find((line) => line.startsWith("data:")))
      .findLast((line) => line);
    if (latest) {
      onEvent(JSON.parse(latest.slice("data:".length)));
    }
  }
}
