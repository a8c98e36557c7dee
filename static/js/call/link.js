/** Two state words of a peer connection, read as one. */
/** @import { LinkState } from "./types.d.ts" */

/**
 * Chromium's `iceConnectionState` never says "failed", Firefox may say it there first; so either
 * word counts, the worse one wins.
 * @param {RTCPeerConnectionState} connection
 * @param {RTCIceConnectionState} ice
 * @returns {LinkState}
 */
export function linkState(connection, ice) {
  if (connection === "closed" || ice === "closed") return "closed";
  if (connection === "failed" || ice === "failed") return "failed";
  if (connection === "disconnected" || ice === "disconnected") return "disconnected";
  return connection === "connected" ? "connected" : "new";
}
