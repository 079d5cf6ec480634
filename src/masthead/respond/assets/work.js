// Proof of work: looks for a number that, behind the challenge, gives a SHA-256 (FIPS 180-4) with so many zeros.
// Written out, for browsers give theirs to pages with HTTPS only, and one digest at a time.
"use strict";
(() => {
  const form = document.querySelector("form[data-challenge]");
  if (!form) return;
  const part = (x) => (x - Math.floor(x)) * 4294967296 | 0;
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const K = Int32Array.from(primes, (p) => part(Math.cbrt(p)));
  const START = primes.slice(0, 8).map((p) => part(Math.sqrt(p)));
  const W = new Int32Array(64);
  const turned = (x, n) => x >>> n | x << 32 - n;

  function compress(state, bytes, at) {
    for (let i = 0; i < 16; i++) {
      const j = at + i * 4;
      W[i] = bytes[j] << 24 | bytes[j + 1] << 16 | bytes[j + 2] << 8 | bytes[j + 3];
    }
    for (let i = 16; i < 64; i++) {
      const x = W[i - 15], y = W[i - 2];
      W[i] = W[i - 16] + W[i - 7] + (turned(x, 7) ^ turned(x, 18) ^ x >>> 3) + (turned(y, 17) ^ turned(y, 19) ^ y >>> 10);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const s = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + (e & f ^ ~e & g) + K[i] + W[i] | 0;
      const t = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
      h = g; g = f; f = e; e = d + s | 0; d = c; c = b; b = a; a = s + t | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((x, i) => { state[i] = state[i] + x | 0; });
  }

  // The first bits of the digest: as many as are asked for.
  function first(text) {
    const length = text.length, bytes = new Uint8Array((length + 8 >> 6) + 1 << 6);
    for (let i = 0; i < length; i++) bytes[i] = text.charCodeAt(i);
    bytes[length] = 128;
    new DataView(bytes.buffer).setUint32(bytes.length - 4, length * 8);
    const state = [...START];
    for (let at = 0; at < bytes.length; at += 64) compress(state, bytes, at);
    return state[0];
  }

  const { challenge, bits } = form.dataset;
  const proof = form.elements.proof, button = form.querySelector("button[data-work]"), status = form.querySelector("[role=status]");
  let number = 0;
  function go() {
    const until = performance.now() + 40;
    while (performance.now() < until) {
      for (let i = 0; i < 200; i++, number++) {
        if (first(`${challenge} ${number}`) >>> 32 - bits === 0) {
          proof.value = number;
          status.textContent = form.dataset.done;
          button.disabled = false;
          return;
        }
      }
    }
    setTimeout(go);
  }
  button.hidden = false;
  button.disabled = true;
  status.textContent = form.dataset.working;
  setTimeout(go);
})();
