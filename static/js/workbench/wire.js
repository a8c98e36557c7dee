/** Every message of every data channel, both ways, as it passes. */
/** @import { Entry, Fields } from "./types.d.ts" */

/** @param {unknown} message @returns {Fields} what it says, or nothing when it is not an event */
export function readEvent(message) {
  if (typeof message !== "string") return {};
  try {
    const event = /** @type {unknown} */ (JSON.parse(message));
    return typeof event === "object" && event !== null && !Array.isArray(event)
      ? /** @type {Fields} */ (event) : {};
  } catch {
    return {};
  }
}

/**
 * From now on tell of every channel that a connection makes.
 * @param {RTCPeerConnection} prototype
 * @param {(entry: Entry) => void} tell
 * @param {() => number} now milliseconds since 1970
 */
export function tapDataChannels(prototype, tell, now = Date.now) {
  const create = prototype.createDataChannel;
  /** @param {Entry["direction"]} direction @param {unknown} [message] */
  const note = (direction, message) => tell({ direction, at: now(), event: readEvent(message) });

  prototype.createDataChannel = function createDataChannel(label, options) {
    const channel = create.call(this, label, options);
    const send = channel.send.bind(channel);
    channel.send = (/** @type {any} */ message) => {
      send(message);
      note("sent", message);
    };
    channel.addEventListener("message", ({ data }) => note("received", data));
    channel.addEventListener("open", () => note("channel_open"));
    channel.addEventListener("close", () => note("channel_closed"));
    return channel;
  };
}
