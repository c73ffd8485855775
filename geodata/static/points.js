/* Venues as numbers: the file of points taken apart, in which neighbours stand together, and asked for whatever
 * lies in a square of the ground without a walk over all of them.
 *
 * The ground is a grid of 65,536 by 65,536 units of about a metre. A point's key interleaves the bits of its
 * two coordinates (Morton order), so every square whose side is a power of two is one run of the file's
 * points: `run` means [from, to) in that order. Sums kept from the first point on make a run's numbers two
 * subtractions, however many points it has.
 */
(function () {
  'use strict';

  var NOWHERE = 65535; // the index that stands for "in no village"
  var TOP = 15; // the coarsest level: 2 by 2 squares
  var COLUMNS = 11; // planes of one byte a point: 4 of keys, 4 of ids, 2 of villages, 1 of standings

  /* Header and columns of the bytes of points.bin. Throws on what is not such a file. */
  function decode(buffer) {
    var bytes = new Uint8Array(buffer);
    var head = new DataView(buffer);
    if (bytes.length < 8 || String.fromCharCode.apply(null, bytes.subarray(0, 4)) !== 'PTS2') {
      throw new Error('These are not points.');
    }
    var start = 8 + head.getUint32(4, true);
    var header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
    var n = header.count;
    if (bytes.length !== start + COLUMNS * n) throw new Error('The points are not whole.');
    var plane = function (number) { return bytes.subarray(start + number * n, start + (number + 1) * n); };
    var keys = wide(plane, 0, n);
    for (var i = 1; i < n; i++) keys[i] += keys[i - 1]; // the file tells steps
    var low = plane(8);
    var high = plane(9);
    var village = new Uint16Array(n);
    for (i = 0; i < n; i++) village[i] = low[i] | high[i] << 8;
    return { header: header, keys: keys, ids: wide(plane, 4, n), village: village, standing: plane(10) };
  }

  /* Numbers of four bytes out of four planes. */
  function wide(plane, first, n) {
    var a = plane(first);
    var b = plane(first + 1);
    var c = plane(first + 2);
    var d = plane(first + 3);
    var made = new Uint32Array(n);
    for (var i = 0; i < n; i++) made[i] = a[i] | b[i] << 8 | c[i] << 16 | d[i] << 24;
    return made;
  }

  /* The columns that a URL answers with. */
  function getColumns(url, signal) {
    return fetch(url, { credentials: 'same-origin', signal: signal }).then(function (response) {
      if (!response.ok) throw new Error(url + ' answered ' + response.status);
      return response.arrayBuffer();
    }).then(decode);
  }

  /* Bits of a 16-bit number, moved to the even places. */
  function spread(value) {
    value = (value | value << 8) & 0x00ff00ff;
    value = (value | value << 4) & 0x0f0f0f0f;
    value = (value | value << 2) & 0x33333333;
    return (value | value << 1) & 0x55555555;
  }

  function keyOf(x, y) { return (spread(x) | spread(y) << 1) >>> 0; }

  /* The even bits of a key, moved together: `spread` taken back. */
  function gathered(value) {
    value &= 0x55555555;
    value = (value | value >>> 1) & 0x33333333;
    value = (value | value >>> 2) & 0x0f0f0f0f;
    value = (value | value >>> 4) & 0x00ff00ff;
    return (value | value >>> 8) & 0x0000ffff;
  }

  /* How many of the first so many are of a class. */
  function counted(kinds, kind) {
    var n = kinds.length;
    var made = new Uint32Array(n + 1);
    for (var i = 0; i < n; i++) made[i + 1] = made[i] + (kinds[i] === kind ? 1 : 0);
    return made;
  }

  /* `classes` says for each of the header's standings which class (0, 1, 2 …) it counts in. */
  function Index(columns, classes, kinds) {
    var n = columns.ids.length;
    this.header = columns.header;
    this.count = n;
    this.ids = columns.ids;
    this.village = columns.village;
    // In variables of its own each: a quarter of a million times through `this` would take most of the time.
    var keys = columns.keys;
    var standing = columns.standing;
    var xs = this.x = new Uint16Array(n);
    var ys = this.y = new Uint16Array(n);
    var kindOf = this.kind = new Uint8Array(n);
    var sumX = new Float64Array(n + 1);
    var sumY = new Float64Array(n + 1);
    for (var i = 0; i < n; i++) {
      xs[i] = gathered(keys[i]);
      ys[i] = gathered(keys[i] >>> 1);
      kindOf[i] = classes[standing[i]];
      sumX[i + 1] = sumX[i] + xs[i];
      sumY[i + 1] = sumY[i] + ys[i];
    }
    this._sum = { x: sumX, y: sumY, kinds: [] };
    for (var kind = 0; kind < kinds; kind++) this._sum.kinds.push(counted(kindOf, kind));
    this._stand(keys);
  }

  /* Squares in order of their keys, those together whose keys agree but for some low bits. */
  function coarser(finer, bits) {
    var keys = finer.keys;
    var starts = finer.starts;
    var cells = 0;
    for (var i = 0, last = -1; i < keys.length; i++) {
      if (keys[i] >>> bits !== last) cells++;
      last = keys[i] >>> bits;
    }
    var made = { keys: new Uint32Array(cells), starts: new Uint32Array(cells + 1) };
    for (i = 0, last = -1, cells = 0; i < keys.length; i++) {
      if (keys[i] >>> bits === last) continue;
      made.keys[cells] = last = keys[i] >>> bits;
      made.starts[cells++] = starts[i];
    }
    made.starts[cells] = starts[keys.length];
    return made;
  }

  Index.prototype = {
    /* Level 0 holds the places, of about a metre; and of each point the place, in order, that it belongs to. */
    _stand: function (keys) {
      var n = this.count;
      var placeOf = this._place = new Uint32Array(n);
      var places = 0;
      for (var i = 1; i < n; i++) placeOf[i] = keys[i] === keys[i - 1] ? places : ++places;
      var starts = new Uint32Array(n ? places + 2 : 1);
      for (i = n - 1; i >= 0; i--) starts[placeOf[i]] = i;
      starts[starts.length - 1] = n;
      var at = new Uint32Array(starts.length - 1);
      for (i = 0; i < at.length; i++) at[i] = keys[starts[i]];
      this._levels = [{ keys: at, starts: starts }];
    },

    /* The squares of a level, made when they are first asked for, of the next finer ones that there are. */
    _level: function (level) {
      if (!this._levels[level]) {
        var finer = level - 1;
        while (!this._levels[finer]) finer--;
        this._levels[level] = coarser(this._levels[finer], 2 * (level - finer));
      }
      return this._levels[level];
    },

    places: function (from, to) { return from < to ? this._place[to - 1] - this._place[from] + 1 : 0; },

    eachPlace: function (from, to, tell) {
      var starts = this._levels[0].starts;
      for (var at = from; at < to;) {
        var next = Math.min(starts[this._place[at] + 1], to);
        tell(at, next);
        at = next;
      }
    },

    centre: function (from, to) {
      return {
        x: (this._sum.x[to] - this._sum.x[from]) / (to - from),
        y: (this._sum.y[to] - this._sum.y[from]) / (to - from)
      };
    },

    /* How many of a run are of each class. */
    counts: function (from, to) {
      return this._sum.kinds.map(function (sum) { return sum[to] - sum[from]; });
    },

    /* Every square of a level, with points in it, that touches the box {x0, y0, x1, y1}. */
    eachCell: function (level, box, tell) {
      var cells = this._level(level);
      for (var x = box.x0 >> level; x <= box.x1 >> level; x++) {
        for (var y = box.y0 >> level; y <= box.y1 >> level; y++) {
          var at = found(cells.keys, keyOf(x, y));
          if (at >= 0) tell(cells.starts[at], cells.starts[at + 1], x << level, y << level);
        }
      }
    },

    /* The smallest box around a run. */
    extent: function (from, to) {
      var box = { x0: NOWHERE, y0: NOWHERE, x1: 0, y1: 0 };
      for (var i = from; i < to; i++) {
        if (this.x[i] < box.x0) box.x0 = this.x[i];
        if (this.x[i] > box.x1) box.x1 = this.x[i];
        if (this.y[i] < box.y0) box.y0 = this.y[i];
        if (this.y[i] > box.y1) box.y1 = this.y[i];
      }
      return box;
    },

    /* Points of a run, the lowest class first and in each the lowest id. */
    urgent: function (from, to) {
      var made = [];
      for (var i = from; i < to; i++) made.push(i);
      var kind = this.kind;
      var ids = this.ids;
      return made.sort(function (a, b) { return kind[a] - kind[b] || ids[a] - ids[b]; });
    },

    villageOf: function (i) {
      return this.village[i] === NOWHERE ? null : this.header.villages[this.village[i]];
    },

    lon: function (x) { return this.header.west + x * this.header.unit; },
    lat: function (y) { return this.header.south + y * this.header.unit; }
  };

  function found(keys, key) {
    var low = 0;
    var high = keys.length - 1;
    while (low <= high) {
      var middle = low + high >> 1;
      if (keys[middle] === key) return middle;
      if (keys[middle] < key) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  Object.assign(window.GeodataLayers.shared, { getColumns: getColumns, PointIndex: Index, TOP_LEVEL: TOP });
})();
