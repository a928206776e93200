// Finds a QR code in a picture and reads it: no request, no library. Entry: readQr(imageData) → text or null.
// The picture is turned into dark and light in several ways, because light falls unevenly on paper.

import { alignmentPlaces, decodeMatrix } from "./qr_decode.js";

const MOST_PATTERNS = 10;
const MOST_TRIPLES = 12;

/** The text of the QR code in a picture, or null; looks no longer than `within` milliseconds. */
export function readQr(image, within = 2500) {
  const end = performance.now() + within;
  const inTime = () => performance.now() < end;
  const grey = greyOf(image);
  for (const bitmap of bitmaps(grey, image.width, image.height)) {
    const text = readBitmap(bitmap, inTime);
    if (text || !inTime()) return text;
  }
  return null;
}

function greyOf({ data, width, height }) {
  const grey = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < grey.length; i++, p += 4) {
    const opacity = data[p + 3] / 255; // transparent is paper
    grey[i] = (0.299 * data[p] + 0.587 * data[p + 1] + 0.114 * data[p + 2]) * opacity + 255 * (1 - opacity);
  }
  return grey;
}

function* bitmaps(grey, width, height) {
  const sums = integral(grey, width, height);
  const side = Math.min(width, height);
  const maps = [
    () => locally(grey, sums, width, height, Math.max(8, side >> 3), 0.92),
    () => globally(grey, width, height),
    () => locally(grey, sums, width, height, Math.max(6, side >> 5), 0.95),
    () => locally(softened(sums, width, height), sums, width, height, Math.max(8, side >> 3), 0.95),
  ];
  for (const make of maps) yield make();
  for (const map of maps.slice(0, 2).map((make) => make())) yield { ...map, dark: map.dark.map((bit) => 1 - bit) }; // light on dark
}

function integral(grey, width, height) {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += grey[y * width + x];
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  return sums;
}

function meanAround(sums, width, height, x, y, reach) {
  const x0 = Math.max(0, x - reach);
  const y0 = Math.max(0, y - reach);
  const x1 = Math.min(width, x + reach + 1);
  const y1 = Math.min(height, y + reach + 1);
  const w = width + 1;
  return (sums[y1 * w + x1] - sums[y0 * w + x1] - sums[y1 * w + x0] + sums[y0 * w + x0]) / ((x1 - x0) * (y1 - y0));
}

function softened(sums, width, height) {
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) grey[y * width + x] = meanAround(sums, width, height, x, y, 1);
  return grey;
}

function locally(grey, sums, width, height, reach, factor) {
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      dark[y * width + x] = grey[y * width + x] < meanAround(sums, width, height, x, y, reach) * factor ? 1 : 0;
    }
  }
  return { dark, width, height };
}

// One threshold for all, where the two groups of greys differ most (Otsu).
function globally(grey, width, height) {
  const counts = new Float64Array(256);
  for (const value of grey) counts[value]++;
  let total = 0;
  for (let i = 0; i < 256; i++) total += i * counts[i];
  let below = 0;
  let sum = 0;
  let best = -1;
  let threshold = 127;
  for (let i = 0; i < 256; i++) {
    below += counts[i];
    sum += i * counts[i];
    const above = grey.length - below;
    if (!below || !above) continue;
    const gap = sum / below - (total - sum) / above;
    if (below * above * gap * gap > best) {
      best = below * above * gap * gap;
      threshold = i;
    }
  }
  return { dark: Uint8Array.from(grey, (value) => (value <= threshold ? 1 : 0)), width, height };
}

function readBitmap(map, inTime) {
  const at = (x, y) => {
    const i = Math.floor(x);
    const j = Math.floor(y);
    return i >= 0 && j >= 0 && i < map.width && j < map.height && map.dark[j * map.width + i] === 1;
  };
  for (const corners of triples(patterns(map, at))) {
    const text = readCorners(corners, at, inTime);
    if (text || !inTime()) return text;
  }
  return null;
}

// Finder patterns: runs of 1:1:3:1:1 modules along a row, confirmed along the column and the row again.
function patterns(map, at) {
  const found = [];
  for (let y = 0; y < map.height; y++) {
    const runs = [0, 0, 0, 0, 0];
    let state = 0;
    for (let x = 0; x <= map.width; x++) {
      const dark = x < map.width && map.dark[y * map.width + x] === 1;
      if (dark === (state % 2 === 0)) {
        runs[state]++;
        continue;
      }
      if (state === 0 && runs[0] === 0) continue; // still light: waiting for the first dark run
      if (state < 4) {
        runs[++state]++;
        continue;
      }
      if (isFinder(runs)) confirm(x - runs[4] - runs[3] - runs[2] / 2, y, runs, at, found);
      runs.splice(0, 5, runs[2], runs[3], runs[4], 1, 0);
      state = 3;
    }
  }
  return found.sort((a, b) => b.seen - a.seen).slice(0, MOST_PATTERNS);
}

function isFinder(runs) {
  const total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
  if (total < 7) return false;
  const one = total / 7;
  const slack = one * 0.72;
  return (
    Math.abs(runs[2] - 3 * one) < 3 * slack &&
    [0, 1, 3, 4].every((i) => Math.abs(runs[i] - one) < slack + 0.5)
  );
}

// The five runs through a point in a direction: [runs, place of the middle run's centre along it], or null.
function runsThrough(x, y, dx, dy, at, longest) {
  if (!at(x, y)) return null;
  const runs = [0, 0, 1, 0, 0];
  const walk = (sign, order) => {
    let step = 1;
    for (const [index, dark] of order) {
      while (at(x + sign * step * dx, y + sign * step * dy) === dark && runs[index] <= longest) {
        runs[index]++;
        step++;
        if (step > longest * 4) return;
      }
    }
  };
  let back = 0;
  while (at(x - (back + 1) * dx, y - (back + 1) * dy) && back <= longest) back++;
  walk(-1, [[2, true], [1, false], [0, true]]);
  walk(1, [[2, true], [3, false], [4, true]]);
  return isFinder(runs) ? { runs, shift: (runs[2] - 1) / 2 - back } : null;
}

function confirm(x, y, runs, at, found) {
  const longest = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
  const column = runsThrough(x, y + 0.5, 0, 1, at, longest);
  if (!column) return;
  const centreY = y + 0.5 + column.shift;
  const row = runsThrough(x, centreY, 1, 0, at, longest);
  if (!row) return;
  const centreX = x + row.shift;
  const size = (sum(row.runs) + sum(column.runs)) / 14;
  const same = found.find(
    (one) => Math.hypot(one.x - centreX, one.y - centreY) < size * 2 && one.size / size < 1.6 && size / one.size < 1.6
  );
  if (!same) found.push({ x: centreX, y: centreY, size, seen: 1 });
  else {
    const weight = same.seen + 1;
    same.x = (same.x * same.seen + centreX) / weight;
    same.y = (same.y * same.seen + centreY) / weight;
    same.size = (same.size * same.seen + size) / weight;
    same.seen = weight;
  }
}

const sum = (values) => values.reduce((total, value) => total + value, 0);

// Three patterns that can be the corners of a square seen at an angle, the most regular first.
function triples(found) {
  const rated = [];
  for (let i = 0; i < found.length; i++) {
    for (let j = i + 1; j < found.length; j++) {
      for (let k = j + 1; k < found.length; k++) {
        const corners = ordered(found[i], found[j], found[k]);
        if (corners) rated.push(corners);
      }
    }
  }
  return rated.sort((a, b) => a.fault - b.fault).slice(0, MOST_TRIPLES);
}

function ordered(a, b, c) {
  const sizes = [a.size, b.size, c.size];
  if (Math.max(...sizes) > 2.2 * Math.min(...sizes)) return null;
  const sides = [
    { length: Math.hypot(b.x - c.x, b.y - c.y), corner: a, ends: [b, c] },
    { length: Math.hypot(a.x - c.x, a.y - c.y), corner: b, ends: [a, c] },
    { length: Math.hypot(a.x - b.x, a.y - b.y), corner: c, ends: [a, b] },
  ].sort((one, other) => other.length - one.length);
  const [long, middle, short] = sides.map((side) => side.length);
  if (short < 8 * Math.min(...sizes) || middle > 2 * short) return null;
  const fault = Math.abs(long * long - middle * middle - short * short) / (long * long) + (middle - short) / middle;
  if (fault > 1.1) return null;
  const { corner: topLeft, ends } = sides[0];
  const turn = (ends[0].x - topLeft.x) * (ends[1].y - topLeft.y) - (ends[0].y - topLeft.y) * (ends[1].x - topLeft.x);
  const [topRight, bottomLeft] = turn > 0 ? ends : [ends[1], ends[0]];
  return { topLeft, topRight, bottomLeft, fault: fault - 0.01 * Math.min(10, a.seen + b.seen + c.seen) };
}

function readCorners({ topLeft, topRight, bottomLeft }, at, inTime) {
  const across = moduleAlong(topLeft, topRight, at);
  const down = moduleAlong(topLeft, bottomLeft, at);
  const module = (across + down) / 2;
  const width = Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y);
  const height = Math.hypot(bottomLeft.x - topLeft.x, bottomLeft.y - topLeft.y);
  const guess = Math.round(((width / across + height / down) / 2 + 7 - 17) / 4) * 4 + 17;
  for (const size of [guess, guess + 4, guess - 4, guess + 8, guess - 8]) {
    if (size < 21 || size > 177) continue;
    for (const fourth of fourthPoints(topLeft, topRight, bottomLeft, size, module, at)) {
      const map = projection(topLeft, topRight, bottomLeft, fourth, size);
      const text = decodeMatrix(sampled(map, size, at));
      if (text || !inTime()) return text;
    }
  }
  return null;
}

// The size of a module, measured on the line between two finder patterns, through both of them.
function moduleAlong(from, to, at) {
  const one = halfPattern(from, to, at) ?? from.size * 3.5;
  const other = halfPattern(to, from, at) ?? to.size * 3.5;
  return (one + other) / 7;
}

// From the centre of a pattern outwards, past dark, light and dark: three and a half modules.
function halfPattern(from, to, at) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const walk = (dx, dy) => {
    let dark = true;
    let edges = 0;
    for (let step = 0; step < from.size * 9; step += 0.5) {
      if (at(from.x + dx * step, from.y + dy * step) !== dark) {
        dark = !dark;
        if (++edges === 3) return step;
      }
    }
    return null;
  };
  const dx = (to.x - from.x) / length;
  const dy = (to.y - from.y) / length;
  const there = walk(dx, dy);
  const back = walk(-dx, -dy);
  return there && back ? (there + back) / 2 : there ?? back;
}

// Where the fourth corner may be: by the alignment pattern, where there is one, or by the parallelogram.
function* fourthPoints(topLeft, topRight, bottomLeft, size, module, at) {
  const straight = {
    x: topRight.x + bottomLeft.x - topLeft.x,
    y: topRight.y + bottomLeft.y - topLeft.y,
    place: size - 3.5,
  };
  const version = (size - 17) / 4;
  if (version > 1) {
    const share = 1 - 3 / (size - 7);
    const near = {
      x: topLeft.x + (straight.x - topLeft.x) * share,
      y: topLeft.y + (straight.y - topLeft.y) * share,
    };
    const right = { x: (topRight.x - topLeft.x) / (size - 7), y: (topRight.y - topLeft.y) / (size - 7) };
    const below = { x: (bottomLeft.x - topLeft.x) / (size - 7), y: (bottomLeft.y - topLeft.y) / (size - 7) };
    const last = alignmentPlaces(version).at(-1) + 0.5;
    for (const found of alignments(near, right, below, module, size, at)) yield { ...found, place: last };
  }
  yield straight;
}

// Places near a point that look most like an alignment pattern: five by five modules, dark, light, dark.
function alignments(near, right, below, module, size, at) {
  const reach = Math.max(4, Math.min(12, size / 6));
  const step = Math.max(0.34, 1 / module);
  const rated = [];
  for (let v = -reach; v <= reach; v += step) {
    for (let u = -reach; u <= reach; u += step) {
      const x = near.x + u * right.x + v * below.x;
      const y = near.y + u * right.y + v * below.y;
      if (!at(x, y)) continue;
      let score = 0;
      for (let j = -2; j <= 2; j++) {
        for (let i = -2; i <= 2; i++) {
          const ring = Math.max(Math.abs(i), Math.abs(j));
          if (at(x + i * right.x + j * below.x, y + i * right.y + j * below.y) === (ring !== 1)) score++;
        }
      }
      if (score >= 21) rated.push({ x, y, score: score - 0.05 * Math.hypot(u, v) });
    }
  }
  const best = [];
  for (const one of rated.sort((a, b) => b.score - a.score)) {
    const twin = best.find((other) => Math.hypot(other.x - one.x, other.y - one.y) < module);
    if (!twin) best.push({ ...one, xs: one.x, ys: one.y, count: 1 });
    else if (one.score > twin.score - 1.2) {
      twin.xs += one.x;
      twin.ys += one.y;
      twin.count++;
    }
    if (best.length > 3) break;
  }
  return best.map((one) => ({ x: one.xs / one.count, y: one.ys / one.count }));
}

// The projective map from module coordinates to the picture, from four pairs of points.
function projection(topLeft, topRight, bottomLeft, fourth, size) {
  const far = size - 3.5;
  const pairs = [
    [3.5, 3.5, topLeft],
    [far, 3.5, topRight],
    [3.5, far, bottomLeft],
    [fourth.place, fourth.place, fourth],
  ];
  const rows = [];
  for (const [u, v, { x, y }] of pairs) {
    rows.push([u, v, 1, 0, 0, 0, -u * x, -v * x, x], [0, 0, 0, u, v, 1, -u * y, -v * y, y]);
  }
  const h = solved(rows);
  return (u, v) => {
    const w = h[6] * u + h[7] * v + 1;
    return [(h[0] * u + h[1] * v + h[2]) / w, (h[3] * u + h[4] * v + h[5]) / w];
  };
}

// Gauss elimination with pivots for eight equations.
function solved(rows) {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let r = column + 1; r < n; r++) if (Math.abs(rows[r][column]) > Math.abs(rows[pivot][column])) pivot = r;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    const lead = rows[column][column] || 1e-12;
    for (let r = 0; r < n; r++) {
      if (r === column) continue;
      const factor = rows[r][column] / lead;
      for (let c = column; c <= n; c++) rows[r][c] -= factor * rows[column][c];
    }
  }
  return rows.map((row, i) => row[n] / (row[i] || 1e-12));
}

// Each module by the vote of five points in it.
function sampled(map, size, at) {
  const bits = new Uint8Array(size * size);
  for (let v = 0; v < size; v++) {
    for (let u = 0; u < size; u++) {
      let votes = at(...map(u + 0.5, v + 0.5)) ? 2 : 0;
      for (const [du, dv] of [[0.3, 0.5], [0.7, 0.5], [0.5, 0.3], [0.5, 0.7]]) votes += at(...map(u + du, v + dv)) ? 1 : 0;
      bits[v * size + u] = votes >= 3 ? 1 : 0;
    }
  }
  return { size, get: (x, y) => bits[y * size + x] === 1 };
}
