/** Bytes that no compression makes smaller, the same for the same `seed`. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, length >> 2);
  let state = seed || 1;
  for (let at = 0; at < words.length; at += 1) {
    // xorshift32: its low bits are as random as its high ones
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return bytes;
}
