// From the modules of a QR code to its text (ISO/IEC 18004): format, mask, error correction, segments.
// A matrix is { size, get(x, y) → boolean, true for dark }.

const CORRECTION_PER_BLOCK = {
  L: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
  M: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
  Q: [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
  H: [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
};
const BLOCKS = {
  L: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
  M: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
  Q: [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68],
  H: [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81],
};
const LEVELS = ["M", "L", "H", "Q"]; // as the two bits of the format name them
const MASKS = [
  (x, y) => (x + y) % 2,
  (x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

// Arithmetic in the field of 256 elements with the polynomial 0x11d.
const POWER = new Uint8Array(512);
const LOGARITHM = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i++) {
  POWER[i] = POWER[i + 255] = x;
  LOGARITHM[x] = i;
  x = (x << 1) ^ (x & 0x80 ? 0x11d : 0);
}
const times = (a, b) => (a && b ? POWER[LOGARITHM[a] + LOGARITHM[b]] : 0);
const over = (a, b) => (a ? POWER[LOGARITHM[a] + 255 - LOGARITHM[b]] : 0);

/** The text of a matrix, or null when it cannot be read. */
export function decodeMatrix(matrix) {
  return read(matrix) ?? read({ size: matrix.size, get: (x, y) => matrix.get(y, x) });
}

/** Centres of the alignment patterns of a version, along one side. */
export function alignmentPlaces(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  const places = [6];
  for (let i = count - 2, last = version * 4 + 10; i >= 0; i--) places.push(last - i * step);
  return places;
}

function read(matrix) {
  const version = (matrix.size - 17) / 4;
  if (!Number.isInteger(version) || version < 1 || version > 40) return null;
  for (const format of formats(matrix)) {
    const words = codewords(matrix, version, format.mask);
    const data = corrected(words, version, format.level);
    const text = data && segments(data, version);
    if (text) return text;
  }
  return null;
}

// Both copies of the format, the likelier reading first.
function formats(matrix) {
  const { size, get } = matrix;
  const bit = (x, y, i) => (get(x, y) ? 1 << i : 0);
  let one = bit(8, 7, 6) | bit(8, 8, 7) | bit(7, 8, 8);
  let two = 0;
  for (let i = 0; i < 6; i++) one |= bit(8, i, i);
  for (let i = 9; i < 15; i++) one |= bit(14 - i, 8, i);
  for (let i = 0; i < 8; i++) two |= bit(size - 1 - i, 8, i);
  for (let i = 8; i < 15; i++) two |= bit(8, size - 15 + i, i);
  const found = [];
  for (let data = 0; data < 32; data++) {
    let rest = data;
    for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const written = ((data << 10) | rest) ^ 0x5412;
    const distance = Math.min(ones(written ^ one), ones(written ^ two));
    if (distance <= 3) found.push({ distance, level: LEVELS[data >> 3], mask: data & 7 });
  }
  return found.sort((a, b) => a.distance - b.distance);
}

function ones(value) {
  let count = 0;
  for (let left = value; left; left &= left - 1) count++;
  return count;
}

function isFunction(x, y, size, version, places) {
  if (x === 6 || y === 6) return true;
  if (x < 9 && y < 9) return true;
  if ((x >= size - 8 && y < 9) || (x < 9 && y >= size - 8)) return true;
  if (version >= 7 && ((x >= size - 11 && y < 6) || (y >= size - 11 && x < 6))) return true;
  const last = places.length - 1;
  for (let i = 0; i <= last; i++) {
    for (let j = 0; j <= last; j++) {
      const corner = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!corner && Math.abs(x - places[i]) <= 2 && Math.abs(y - places[j]) <= 2) return true;
    }
  }
  return false;
}

function codewords(matrix, version, mask) {
  const { size, get } = matrix;
  const places = alignmentPlaces(version);
  const words = [];
  let word = 0;
  let bits = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const upward = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step++) {
      const y = upward ? size - 1 - step : step;
      for (let x = right; x >= right - 1; x--) {
        if (isFunction(x, y, size, version, places)) continue;
        word = (word << 1) | (get(x, y) !== (MASKS[mask](x, y) === 0) ? 1 : 0);
        if (++bits === 8) {
          words.push(word);
          word = bits = 0;
        }
      }
    }
  }
  return words;
}

// Take the interleaved blocks apart and mend each; null when one has too many errors.
function corrected(words, version, level) {
  const blocks = BLOCKS[level][version - 1];
  const correction = CORRECTION_PER_BLOCK[level][version - 1];
  const short = Math.floor(words.length / blocks);
  const shortBlocks = blocks - (words.length % blocks);
  const parts = Array.from({ length: blocks }, () => []);
  let next = 0;
  for (let i = 0; i <= short - correction; i++) {
    for (let b = 0; b < blocks; b++) {
      if (i < short - correction || b >= shortBlocks) parts[b].push(words[next++]);
    }
  }
  for (let i = 0; i < correction; i++) for (let b = 0; b < blocks; b++) parts[b].push(words[next++]);
  const data = [];
  for (const part of parts) {
    if (!mend(part, correction)) return null;
    data.push(...part.slice(0, part.length - correction));
  }
  return data;
}

// Reed-Solomon: syndromes, Berlekamp-Massey, Chien search, Forney. Mends in place.
function mend(block, correction) {
  const syndromes = [];
  for (let i = 0; i < correction; i++) {
    syndromes.push(block.reduce((sum, word) => times(sum, POWER[i]) ^ word, 0));
  }
  if (syndromes.every((value) => value === 0)) return true;
  let locator = [1];
  let before = [1];
  let length = 0;
  for (let n = 0, gap = 1, scale = 1; n < correction; n++) {
    let delta = syndromes[n];
    for (let i = 1; i <= length; i++) delta ^= times(locator[i] ?? 0, syndromes[n - i]);
    if (delta === 0) {
      gap++;
      continue;
    }
    const former = locator.slice();
    const factor = over(delta, scale);
    before.forEach((value, i) => {
      locator[i + gap] = (locator[i + gap] ?? 0) ^ times(factor, value);
    });
    for (let i = 0; i < locator.length; i++) locator[i] ??= 0;
    if (2 * length <= n) {
      length = n + 1 - length;
      before = former;
      scale = delta;
      gap = 1;
    } else gap++;
  }
  if (length > correction / 2) return false;
  const evaluator = new Array(correction).fill(0);
  for (let i = 0; i < correction; i++) {
    for (let j = 0; j < locator.length && i + j < correction; j++) {
      evaluator[i + j] ^= times(syndromes[i], locator[j]);
    }
  }
  const value = (polynomial, x) => polynomial.reduceRight((sum, factor) => times(sum, x) ^ factor, 0);
  let mended = 0;
  for (let position = 0; position < block.length; position++) {
    const power = block.length - 1 - position;
    const inverse = POWER[(255 - (power % 255)) % 255];
    if (value(locator, inverse) !== 0) continue;
    let slope = 0;
    for (let i = 1; i < locator.length; i += 2) {
      let factor = locator[i];
      for (let k = 1; k < i; k++) factor = times(factor, inverse);
      slope ^= factor;
    }
    if (slope === 0) return false;
    block[position] ^= times(POWER[power % 255], over(value(evaluator, inverse), slope));
    mended++;
  }
  if (mended !== length) return false;
  for (let i = 0; i < correction; i++) {
    if (block.reduce((sum, word) => times(sum, POWER[i]) ^ word, 0) !== 0) return false;
  }
  return true;
}

function segments(data, version) {
  let place = 0;
  const left = () => data.length * 8 - place;
  const take = (count) => {
    let bits = 0;
    for (let i = 0; i < count; i++, place++) bits = (bits * 2) + ((data[place >> 3] >> (7 - (place & 7))) & 1);
    return bits;
  };
  const wide = version < 10 ? 0 : version < 27 ? 1 : 2;
  let text = "";
  let bytes = [];
  const flush = () => {
    if (bytes.length) text += asText(new Uint8Array(bytes));
    bytes = [];
  };
  while (left() >= 4) {
    const mode = take(4);
    if (mode === 0) break;
    if (mode === 4) {
      for (let count = take([8, 16, 16][wide]); count > 0; count--) {
        if (left() < 8) return null;
        bytes.push(take(8));
      }
      continue;
    }
    flush();
    if (mode === 1) {
      let count = take([10, 12, 14][wide]);
      for (; count > 0; count -= 3) {
        const digits = Math.min(3, count);
        if (left() < digits * 3 + 1) return null;
        text += String(take(digits * 3 + 1)).padStart(digits, "0");
      }
    } else if (mode === 2) {
      let count = take([9, 11, 13][wide]);
      for (; count > 0; count -= 2) {
        if (left() < (count > 1 ? 11 : 6)) return null;
        const pair = take(count > 1 ? 11 : 6);
        text += count > 1 ? LETTERS[Math.floor(pair / 45)] + LETTERS[pair % 45] : LETTERS[pair];
      }
    } else if (mode === 7) {
      const first = take(8);
      if (first & 0x80) take(first & 0x40 ? 16 : 8);
    } else return null; // kanji, parts of several codes: no address is written so
  }
  flush();
  return text;
}

function asText(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}
