// Runs before the page's own scripts and notes what can be seen from outside of them. Nothing here
// keeps a closed connection alive: the page's memory is measured too. Times are unix seconds.
(() => {
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  const microphones = new WeakSet();
  const peers = [];
  const contexts = [];
  const notes = { moments: [], gates: [], flow: [], sounds: [] };
  const FLOW_GAP = 0.3; // longer than Chromium conceals lost packets
  const SOUND_GAP = 0.05;
  const QUIET = 0.003; // of 1; silent to a microphone across a table

  // Lengthens the running span, or begins one; returns it.
  const extend = (spans, running, gap) => {
    const at = now();
    if (running && at - running[1] < gap) {
      running[1] = at;
      return running;
    }
    spans.push([at, at]);
    return spans.at(-1);
  };
  const open = () => peers.map((ref) => ref.deref()).filter((peer) => peer && peer.connectionState !== "closed");

  window.__witness = {
    take() {
      const taken = structuredClone(notes);
      notes.moments.length = notes.gates.length = 0;
      // The newest spans may still grow: they are told again, longer, the next time.
      for (const spans of [notes.flow, notes.sounds]) spans.splice(0, spans.length - 2);
      return taken;
    },
    counts: () => ({
      peers: open().length,
      contexts: contexts.filter((ref) => (ref.deref()?.state ?? "closed") !== "closed").length,
    }),
  };

  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    for (const track of stream.getTracks()) microphones.add(track);
    return stream;
  };

  const { get, set } = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, "enabled");
  Object.defineProperty(MediaStreamTrack.prototype, "enabled", {
    configurable: true, enumerable: true, get,
    set(on) {
      set.call(this, on);
      if (microphones.has(this)) notes.gates.push([now(), get.call(this)]);
    },
  });

  const NativeContext = window.AudioContext;
  window.AudioContext = class extends NativeContext {
    constructor(...args) {
      super(...args);
      contexts.push(new WeakRef(this));
    }
  };

  let ear = null;
  const listen = (track) => {
    ear ??= new NativeContext();
    const analyser = new AnalyserNode(ear, { fftSize: 512 });
    ear.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const wave = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      if (track.readyState === "ended") return clearInterval(timer);
      analyser.getFloatTimeDomainData(wave);
      if (wave.some((sample) => Math.abs(sample) > QUIET)) extend(notes.sounds, notes.sounds.at(-1), SOUND_GAP);
    }, 10);
  };

  const NativePeer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends NativePeer {
    constructor(...args) {
      super(...args);
      peers.push(new WeakRef(this));
      if (window.__ear) this.addEventListener("track", ({ track }) => listen(track));
    }
  };

  // Sound is flowing when the time of the newest played packet moves. Each call has its own spans.
  const played = new WeakMap();
  const flowing = new WeakMap();
  setInterval(() => {
    for (const peer of open()) {
      for (const receiver of peer.getReceivers()) {
        const newest = receiver.getSynchronizationSources()[0]?.timestamp ?? 0;
        if (newest > (played.get(receiver) ?? 0)) {
          flowing.set(receiver, extend(notes.flow, flowing.get(receiver), FLOW_GAP));
        }
        played.set(receiver, newest);
      }
    }
  }, 20);

  document.addEventListener("DOMContentLoaded", () => {
    const main = document.querySelector("main[data-phase]");
    if (!main) return;
    const note = () => {
      const { phase = "", floor = "", attempt = "" } = main.dataset;
      const last = notes.last ?? [];
      if (last[1] === phase && last[2] === floor && last[3] === attempt) return;
      notes.last = [now(), phase, floor, attempt];
      notes.moments.push(notes.last);
    };
    note();
    new MutationObserver(note).observe(main, { attributes: true });
  });
})();
